"""The command as a process: fast help, exit statuses, no traceback, documentation that is true."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from assistant.cli.app import app
from tests.command import BERNARD
from tests.lab.reference import reference

HEAVY = (
    "chromadb", "langchain_core", "streamlit", "onnxruntime", "lxml", "numpy", "pydantic",
    "sqlalchemy",
)  # fmt: skip


def run(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*BERNARD, *arguments],
        env={**os.environ, **settings},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def _used() -> float:
    """Seconds of processor time of the processes started here: what else the machine does takes
    none of it."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_help_comes_at_once() -> None:
    times = []
    for _ in range(3):
        began = _used()
        assert run("--help").returncode == 0
        times.append(_used() - began)
    assert min(times) < 0.5


def test_help_imports_nothing_heavy() -> None:
    look = f"import sys, assistant.cli.app; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_command_teaches_by_an_example() -> None:
    def leaves(command: object, name: str) -> list[tuple[str, str]]:
        children = getattr(command, "commands", {})
        if not children:
            return [(name, str(getattr(command, "help", "")))]
        return [leaf for child in children.values() for leaf in leaves(child, child.name)]

    found = leaves(get_command(app), "bernard")
    assert len(found) > 10
    assert [name for name, text in found if "Example:" not in text] == []


def test_the_documentation_is_what_the_commands_say() -> None:
    written = Path(__file__).parents[3] / "docs" / "cli.md"
    assert written.read_text(encoding="utf-8") == reference(), (
        "write it anew: python -m tests.lab.reference > docs/cli.md"
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ("fly",),
        ("load", "somewhere"),  # no collection
        ("serve", "--port", "0"),
        ("evaluate", "--out", "x"),  # neither documents nor a BEIR set
        ("bench", "--sizes", "many"),
        ("load", "x", "--collection", "HR", "--review-by", "soon"),
    ],
)
def test_wrong_usage_ends_with_2(arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


def test_a_known_failure_is_one_sentence_and_ends_with_1() -> None:
    done = run("documents", "text", "nowhere.md")
    assert (done.returncode, done.stdout) == (1, "")
    assert "nowhere.md" in done.stderr
    assert "Traceback" not in done.stderr
    assert "Traceback" in run("documents", "text", "nowhere.md", BERNARD_DEBUG="1").stderr


def test_a_home_that_cannot_be_made_is_explained(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = run("search", "leave", BERNARD_HOME=str(tmp_path / "file" / "home"))
    assert done.returncode == 1
    assert "BERNARD_HOME" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_doctor_never_shows_a_key() -> None:
    done = run(
        "doctor",
        "--json",
        OPENAI_API_KEY="sk-not-to-be-shown",
        OPENAI_BASE_URL="http://someone:secret@127.0.0.1:9/v1",
        BERNARD_CHAT_MODEL="tiny",
    )
    assert "tiny at 127.0.0.1:9" in done.stdout
    assert "sk-not-to-be-shown" not in done.stdout + done.stderr
    assert "secret" not in done.stdout + done.stderr


def test_the_doctor_says_what_to_do_and_ends_with_1(tmp_path: Path) -> None:
    done = run("doctor", BERNARD_MODEL_DIR=str(tmp_path))
    assert done.returncode == 1
    assert "problem  embedding model" in done.stdout
    assert "BERNARD_MODEL_DIR" in done.stdout


@pytest.mark.parametrize(
    ("command", "settings", "said"),
    [
        (("serve", "--no-browser"), {"BERNARD_JUDGE": "maybe"}, "BERNARD_JUDGE is either model"),
        (("serve", "--no-browser"), {"OPENAI_API_KEY": "k"}, "set BERNARD_CHAT_MODEL to the model"),
        (("worker",), {"BERNARD_KEEP_DAYS": "soon"}, "BERNARD_KEEP_DAYS takes a whole number"),
    ],
)
def test_a_wrong_setting_is_said_before_there_is_a_library(
    home: Path, command: tuple[str, ...], settings: dict[str, str], said: str
) -> None:
    done = run(*command, **settings)
    assert done.returncode == 1
    assert said in done.stderr
    assert not (home / "catalogue.sqlite3").exists()
    assert not list((home / "index").glob("*"))


@pytest.mark.parametrize("no_proxy", ["", "example.org", "[::1]"])
def test_a_proxy_of_the_machine_is_not_asked_for_the_index(tmp_path: Path, no_proxy: str) -> None:
    nobody = "127.0.0.1:9"
    machine = {
        "HTTP_PROXY": f"http://{nobody}",
        "HTTPS_PROXY": f"http://{nobody}",
        "ALL_PROXY": f"socks5://{nobody}",
        "NO_PROXY": no_proxy,
    }
    (tmp_path / "tea.md").write_text("# Tea\n\nThe kettle is descaled every nine weeks.\n")
    loaded = run("load", str(tmp_path / "tea.md"), "--collection", "Kitchen", **machine)
    assert loaded.returncode == 0, loaded.stderr
    asked = run("ask", "How often is the kettle descaled?", **machine)
    assert "every nine weeks" in asked.stdout, asked.stderr


def test_the_doctor_names_a_wrong_setting_and_looks_on() -> None:
    done = run("doctor", BERNARD_DAILY_COST="dear")
    assert done.returncode == 1
    assert "problem  settings: BERNARD_DAILY_COST takes an amount of money" in done.stdout
    assert "ok       embedding model" in done.stdout
