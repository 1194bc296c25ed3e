"""The settings: each documented, each validated, none of them read anywhere else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assistant.models import Models
from assistant.settings import BernardSettings, reference
from knowledge.errors import BadSetting
from knowledge.runtime.settings import LibrarySettings, takes

ROOT = Path(__file__).parents[2]
PRODUCT = [
    path
    for room in ("assistant", "knowledge", "ui")
    for path in sorted((ROOT / room).rglob("*.py"))
]
FIELDS = list(BernardSettings.model_fields.values())
#: They start processes, and hand the environment on; or are read before the settings can be.
READERS = {
    "assistant/cli/__init__.py",  # BERNARD_DEBUG: `bernard --help` is not to wait for pydantic
    "assistant/serving/serve.py",  # whether there is a screen
    "knowledge/index/server.py",
    "knowledge/outside/proxies.py",  # what the machine says of its proxy and certificates
    "knowledge/readers/sandbox/isolation.py",
    "knowledge/runtime/home.py",  # BERNARD_HOME, which nearly every command needs and no more
    "knowledge/runtime/processes.py",
}
#: From one of Bernard's processes to another; nobody sets them.
OWN = {"BERNARD_PARENT_PIPE", "BERNARD_SUPERVISED", "BERNARD_TOLD"}


def test_the_page_is_what_the_fields_say() -> None:
    written = ROOT / "docs" / "settings.md"
    assert written.read_text(encoding="utf-8") == reference(), (
        "write it anew: python -m assistant.settings > docs/settings.md"
    )
    assert all(f"| `{field.alias}` |" in reference() and field.description for field in FIELDS)


def test_nothing_is_read_past_them() -> None:
    found = {
        path.relative_to(ROOT).as_posix()
        for path in PRODUCT
        if re.search(r"os\.environ|getenv", path.read_text(encoding="utf-8"))
    }
    assert found == READERS


def test_a_name_in_code_or_pages_is_that_of_a_setting() -> None:
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    named = {
        name
        for path in [*PRODUCT, *pages]
        for name in re.findall(r"\bBERNARD_[A-Z_]*[A-Z]\b", path.read_text(encoding="utf-8"))
    }
    assert named - OWN == {field.alias for field in FIELDS if "BERNARD_" in str(field.alias)}


@pytest.mark.parametrize("name", [str(field.alias) for field in FIELDS if takes(field)])
def test_a_wrong_one_is_named_with_what_it_takes(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "§ 3")
    with pytest.raises(BadSetting, match=rf"^{name} (takes|is either) [^.].*\.$") as caught:
        BernardSettings.read()
    assert "§" not in caught.value.message, "it may be a key"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BERNARD_KEEP_DAYS", "1.5"),
        ("BERNARD_MODEL_PAUSE_SECONDS", "nan"),
        ("BERNARD_MODEL_PAUSE_SECONDS", "86400"),
        ("BERNARD_MODEL_TEMPERATURE", "inf"),
        ("BERNARD_PRICE_INPUT", "-0.1"),
        ("BERNARD_CHROMA_URL", "localhost:8000"),  # was taken for 127.0.0.1
        ("OPENAI_BASE_URL", "http://models:eighty/v1"),
        ("OPENAI_BASE_URL", "http://[models/v1"),
    ],
)
def test_a_wrong_one_is_not_mended(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSetting, match=f"^{name} takes"):
        BernardSettings.read()


def test_all_that_is_wrong_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BERNARD_KEEP_DAYS", "soon")
    monkeypatch.setenv("BERNARD_RERANK_TIMEOUT_SECONDS", "0")
    with pytest.raises(BadSetting) as caught:
        BernardSettings.read()
    assert caught.value.message == (
        "BERNARD_RERANK_TIMEOUT_SECONDS takes a number of seconds above 0, for example 30. "
        "BERNARD_KEEP_DAYS takes a whole number of days, 1 or more."
    )


def test_what_is_only_the_assistants_stops_no_loading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BERNARD_KEEP_DAYS", "soon")
    assert LibrarySettings.read() == LibrarySettings()


def test_space_is_nothing_and_a_case_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    for field in FIELDS:
        monkeypatch.setenv(str(field.alias), "  ")
    assert BernardSettings.read() == BernardSettings.model_construct()
    monkeypatch.setenv("BERNARD_JUDGE", " Model ")
    monkeypatch.setenv("BERNARD_MODEL_TEMPERATURE", "NONE")
    monkeypatch.setenv("BERNARD_HIGHEST_MARKING", "official sensitive")
    read = BernardSettings.read()
    assert (read.judge, read.model_temperature) == ("model", None)
    assert read.highest_marking == "OFFICIAL-SENSITIVE"


def test_no_file_has_a_say(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("BERNARD_CHAT_MODEL=another\n")
    monkeypatch.chdir(tmp_path)
    assert BernardSettings.read().chat_model == ""


def test_no_secret_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = [str(field.alias) for field in FIELDS if "Secret" in str(field.annotation)]
    urls = ["OPENAI_BASE_URL", "BERNARD_FALLBACK_BASE_URL", "BERNARD_RERANK_URL"]
    assert {"OPENAI_API_KEY", "BERNARD_RERANK_KEY", "OPENAI_PROXY"} <= set(keys)
    for name in keys:
        monkeypatch.setenv(name, "hidden")
    for name in urls:
        monkeypatch.setenv(name, "http://someone:hidden@127.0.0.1:9/v1")
    monkeypatch.setenv("BERNARD_CHAT_MODEL", "first")
    monkeypatch.setenv("BERNARD_FALLBACK_MODEL", "second")
    shown = f"{BernardSettings.read()!r} {BernardSettings.read()} {Models.from_environment()!r}"
    assert "first" in shown
    assert "second" in shown
    assert "hidden" not in shown
