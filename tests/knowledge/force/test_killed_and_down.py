"""Every curating action with the index down, and killed between any two of its lines: before it or
after it, never between, and it works again afterwards."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

import knowledge
from knowledge.curation.correcting import Facts
from knowledge.documents.statements import Field
from knowledge.errors import BernardError, IndexUnavailable
from knowledge.index.take_effect import follow_calendar
from knowledge.loading.ends import fail
from tests.knowledge.doubles import Killed
from tests.knowledge.force.small_library import LATER, TODAY, Photo, SmallLibrary, Start, moment
from tests.people import BY, HERE

#: Files in which a change is made, or is handed on.
_CHANGING = (
    "force.py", "statements.py", "staging.py", "word_index.py", "take_effect.py",
    "suggestions.py", "correcting.py", "steps.py", "entries.py", "database.py",
)  # fmt: skip

Action = Callable[[SmallLibrary], object]

_PRODUCT = str(Path(knowledge.__file__).parent)
#: Rooms that work out values and keep nothing: their lines lie between two of the others'.
_PURE = tuple(f"{_PRODUCT}/{room}" for room in ("readers", "language", "documents", "embeddings"))


def confirm(source: str, field: Field) -> Action:
    return lambda it: it.suggestions.confirm(HERE, it.current(source), field)


def run_job(source: str) -> Action:
    return lambda it: it.loader(BY).run(it.next_job(source))


def calendar(today: Any) -> Action:
    return lambda it: follow_calendar(BY, it._database, lambda: it.upkeep, today)


ACTIONS: dict[str, Action] = {
    "load a next version": run_job("travel.md"),
    "put a batch in force": run_job("notes.md"),
    "give a file up": lambda it: fail(
        BY, it.database(BY), it.next_job("notes.md"), BernardError("It cannot be.")
    ),
    "cancel a file": lambda it: it.cancel(HERE, it.next_job("notes.md")),
    "confirm a day to come": confirm("leave.md", Field.EFFECTIVE_FROM),
    "confirm a review": confirm("leave.md", Field.REVIEW_BY),
    "confirm an owner": confirm("leave.md", Field.OWNER),
    "confirm what it replaces": confirm("journeys.md", Field.REPLACES),
    "confirm what replaces it": confirm("gifts.md", Field.REPLACED_BY),
    "refuse": lambda it: it.suggestions.refuse(HERE, it.current("leave.md"), Field.OWNER),
    "correct": lambda it: it.suggestions.correct(HERE, it.of("leave.md").id, Facts("HR", TODAY)),
    "withdraw": lambda it: it.withdraw(HERE, it.of("travel.md").id),
    "restore what was withdrawn": lambda it: it.restore(HERE, it.first("dogs.md")),
    "restore an earlier version": lambda it: it.restore(HERE, it.first("leave.md")),
    "a day has come": calendar(LATER),
    "a day was not yet": calendar(TODAY),
}
#: What changes nothing in the index, or only takes out of it.
WITHOUT_INDEX = {
    "give a file up",
    "cancel a file",
    "confirm a review",
    "confirm an owner",
    "confirm what it replaces",
    "confirm what replaces it",
    "refuse",
    "correct",
    "withdraw",
}
#: Ends in several transactions, each of which may be the last: only what is in force is then as
#: before or as after.
IN_STEPS = {"load a next version"}


@dataclass(frozen=True)
class State:
    rows: list[list[Any]]
    in_force: list[list[Any]]

    @classmethod
    def of(cls, library: SmallLibrary) -> State:
        return cls(library.rows(), library.in_force())


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Start:
    return Start(tmp_path_factory.mktemp("small"))


@pytest.fixture(autouse=True)
def _read_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file's reading, made once: a process for each costs a tenth of a second."""
    from knowledge import readers

    monkeypatch.setattr(readers, "read_file", partial(_read, readers.read_file, {}))


def _read(
    real: Callable[..., Any], known: dict[Path, Any], path: Path, name: str, **limits: Any
) -> Any:
    if path not in known:
        known[path] = real(path, name, **limits)
    return known[path]


@pytest.mark.parametrize("name", ACTIONS)
def test_with_the_index_down(start: Start, name: str) -> None:
    before, after = _before_and_after(start, name)
    with start.copied() as library:
        library.index.down = True
        if name in WITHOUT_INDEX:
            ACTIONS[name](library)
        else:
            held = {name: set(ids) for name, ids in library.index.held.items()}
            with pytest.raises(IndexUnavailable):
                ACTIONS[name](library)
            _require_one_of(library, name, before)
            assert library.index.held == held
            library.index.down = False
            ACTIONS[name](library)
        assert State.of(library) == after
        library.index.down = False
        library.require_whole()
        library.upkeep.heal()
        assert library.upkeep.check()[1] == []


@pytest.mark.parametrize("name", ACTIONS)
def test_killed_between_any_two_lines(start: Start, name: str) -> None:
    """What is on disk is photographed at every line at which it is not as at the line before: a
    killed process leaves that and nothing more."""
    before, after = _before_and_after(start, name)
    photos: list[Photo] = []
    seen: set[object] = set()

    def look(_: FrameType) -> None:
        now = moment(library)
        if now not in seen:
            seen.add(now)
            photos.append(Photo.of(library))

    with start.copied() as library:
        _traced(ACTIONS[name], library, look)
        photos.append(Photo.of(library))
    assert len(photos) > 1
    for photo in photos:
        with start.copied(photo) as library:
            library.require_whole()
            _require_one_of(library, name, before, after)
            _run_again(library, name, after)


@pytest.mark.parametrize("name", ACTIONS)
def test_stopped_at_any_line_that_changes_something(start: Start, name: str) -> None:
    """As by Ctrl-C: what is open is closed on the way out."""
    before, after = _before_and_after(start, name)
    tried: set[tuple[str, int]] = set()
    begun: list[object] = [None]
    while True:
        last = len(tried)

        def look(frame: FrameType) -> None:
            line = frame.f_code.co_filename, frame.f_lineno
            if line in tried or not _changes_something(*line):
                return
            if library._database._writing.locked() or moment(library) != begun[0]:
                tried.add(line)
                raise Killed

        with start.copied() as library:
            begun[0] = moment(library)
            try:
                _traced(ACTIONS[name], library, look)
            except Killed:
                library.close()
                photo = Photo.of(library)
        if len(tried) == last:
            break
        with start.copied(photo) as library:
            library.require_whole()
            _require_one_of(library, name, before, after)
    assert len(tried) > 5


@cache
def _changes_something(file: str, line: int) -> bool:
    """Whether a statement begins there, in a file that changes something or hands it on."""
    return file.endswith(_CHANGING) and line in {
        node.lineno for node in ast.walk(_tree(file)) if isinstance(node, ast.stmt)
    }


@cache
def _tree(file: str) -> ast.Module:
    return ast.parse(Path(file).read_text(encoding="utf-8"))


def _run_again(library: SmallLibrary, name: str, after: State) -> None:
    if State.of(library) != after:
        ACTIONS[name](library)
        assert State.of(library) == after
        library.require_whole()


def _before_and_after(start: Start, name: str) -> tuple[State, State]:
    with start.copied() as library:
        before = State.of(library)
        ACTIONS[name](library)
        library.require_whole()
        after = State.of(library)
    assert before.rows != after.rows
    return before, after


def _require_one_of(library: SmallLibrary, name: str, *states: State) -> None:
    now = State.of(library)
    if name in IN_STEPS:
        assert now.in_force in [one.in_force for one in states]
    else:
        assert now.rows in [one.rows for one in states]


def _traced(action: Action, library: SmallLibrary, look: Callable[[FrameType], None]) -> None:
    """Runs the action and calls `look` before each of its lines that is the product's."""

    def at_call(frame: FrameType, event: str, _: Any) -> Any:
        name = frame.f_code.co_filename
        return at_line if name.startswith(_PRODUCT) and not name.startswith(_PURE) else None

    def at_line(frame: FrameType, event: str, _: Any) -> Any:
        if event == "line":
            look(frame)
        return at_line

    sys.settrace(at_call)
    try:
        action(library)
    finally:
        sys.settrace(None)
