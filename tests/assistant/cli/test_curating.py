"""`bernard gaps`, `conflicts`, `suggestions` and what `bernard ask` says beside its answer."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
from pathlib import Path
from typing import Any

import pytest

from assistant.answers.answer import Answer
from assistant.answers.status import Status
from assistant.record import Conversations
from knowledge.library import Library
from tests.command import BERNARD
from tests.homes import NewHome
from tests.model_server import ModelServer, Reply
from tests.people import HERE

GIFTS = (
    "# Gifts\n\nReview by: 1 March 2030\n\nGifts worth £25 or more must be registered by staff.\n"
)
INTERESTS = "# Interests\n\nGifts worth £30 or more must be registered by staff.\n"
PERSONAL = "Can Jane Poe, AB 12 34 56 C, register gifts?"


class Bernard:
    def __init__(self, home: Path) -> None:
        self.home = home

    def run(self, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*BERNARD, *arguments],
            env={**os.environ, **settings, "BERNARD_HOME": str(self.home)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def lines(self, *arguments: str) -> list[dict[str, Any]]:
        done = self.run(*arguments, "--json")
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def bernard(tmp_path_factory: pytest.TempPathFactory, new_home: NewHome) -> Bernard:
    folder = tmp_path_factory.mktemp("curating")
    (folder / "docs").mkdir()
    (folder / "docs" / "gifts.md").write_text(GIFTS, encoding="utf-8")
    (folder / "docs" / "interests.md").write_text(INTERESTS, encoding="utf-8")
    made = Bernard(new_home(folder / "home"))
    done = made.run("load", str(folder / "docs"), "--collection", "HR")
    assert done.returncode == 0, done.stderr
    return made


def test_a_suggestion_is_listed_and_confirmed(bernard: Bernard) -> None:
    (one,) = bernard.lines("suggestions", "list")
    assert (one["title"], one["what"], one["value"]) == ("Gifts", "review_by", "2030-03-01")
    version = str(one["version_id"])
    assert bernard.run("suggestions", "confirm", version, "reviewed").returncode == 2
    said = bernard.run("suggestions", "confirm", version, "review_by")
    assert said.stderr == "“Gifts” is to be reviewed by 1 March 2030.\n"
    assert bernard.lines("suggestions", "list") == []
    gone = bernard.run("suggestions", "refuse", version, "review_by")
    assert (gone.returncode, gone.stdout) == (1, "")
    assert bernard.run("suggestions", "look").stderr == "2 documents looked through.\n"


def test_owner_and_dates_are_corrected(bernard: Bernard) -> None:
    named = ["--owner", "Propriety Team", "--in-force-since", "2024-02-01"]
    done = bernard.run("documents", "correct", "gifts.md", *named)
    assert (done.returncode, done.stderr) == (0, "Corrected: Gifts.\n")
    (gifts,) = [one for one in bernard.lines("documents", "list") if one["title"] == "Gifts"]
    assert (gifts["owner"], gifts["effective_from"]) == ("Propriety Team", "2024-02-01")
    wrong = bernard.run("documents", "correct", "gifts.md", "--review-by", "2020-01-01")
    assert wrong.returncode == 1
    assert "lies before" in wrong.stderr


def test_a_conflict_is_found_dismissed_and_taken_back(bernard: Bernard) -> None:
    assert "1 conflicts in the list" in bernard.run("conflicts", "look").stderr
    (one,) = bernard.lines("conflicts", "list")
    assert {one["one"]["document"], one["other"]["document"]} == {"gifts.md", "interests.md"}
    number = str(one["number"])
    assert bernard.run("conflicts", "dismiss", number).returncode == 0
    assert bernard.lines("conflicts", "list") == []
    assert [each["dismissed_by"] for each in bernard.lines("conflicts", "list", "--all")] == [
        "local"
    ]
    assert bernard.run("conflicts", "take-back", number).returncode == 0
    assert "£25" in bernard.run("conflicts").stdout
    assert bernard.run("conflicts", "dismiss", "999").returncode == 1


def test_a_question_is_told_closed_and_withdrawn(bernard: Bernard) -> None:
    with Library.open(bernard.home) as library:
        conversations = Conversations(library._database)
        for status in (Status.NOT_COVERED, Status.ANSWERED):
            asked = conversations.begin(HERE, None, f"What about {status.value}?")
            conversations.finish(HERE, asked, Answer(asked.question, asked.question, status))
    (open_one,) = bernard.lines("gaps", "unanswered")
    assert (open_one["question"], open_one["status"]) == ("What about not-covered?", "not-covered")
    assert bernard.run("gaps", "tell", str(open_one["question_number"])).returncode == 0
    assert bernard.lines("gaps", "unanswered") == []

    (told,) = bernard.lines("gaps", "list")
    assert told["question"] == "What about not-covered?"
    number = str(told["number"])
    assert bernard.run("gaps", "close", number).stderr == "Closed: What about not-covered?\n"
    assert bernard.lines("gaps", "list") == []
    assert [one["done_by"] for one in bernard.lines("gaps", "list", "--all")] == ["local"]
    assert bernard.run("gaps", "withdraw", number).returncode == 0
    assert bernard.lines("gaps", "list", "--all") == []
    assert bernard.run("gaps", "withdraw", number).returncode == 1
    assert len(bernard.lines("gaps", "unanswered")) == 1  # it may be told again


def test_ask_shows_a_conflict_with_what_differs(bernard: Bernard) -> None:
    said = bernard.run("ask", "From what value must gifts be registered by staff?").stdout
    assert "Conflict: £" in said
    assert "£25" in said and "£30" in said


def test_ask_says_which_mark_was_put_right_and_what_nothing_supports(
    bernard: Bernard, model_server: ModelServer
) -> None:
    model_server.script(
        Reply(("Gifts worth £25 or more must be registered by staff [9]. Pets cost £7 [1].",))
    )
    said = bernard.run("ask", "Which gifts are registered?", **model_server.environment()).stdout
    assert "supported: “Gifts worth £25 or more must be registered by staff.” It named" in said
    assert "unsupported: “Pets cost £7.”" in said


def test_personal_data_is_sent_only_where_people_may_decide(
    bernard: Bernard, model_server: ModelServer
) -> None:
    model_server.script(Reply(("Gifts must be registered by staff [1].",)))
    settings = {**model_server.environment(), "BERNARD_MODEL_LOCATION": "outside"}

    refused = bernard.run("ask", PERSONAL, "--send-anyway", **settings)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "--mode embedded" in bernard.run("ask", PERSONAL, **settings).stderr
    assert model_server.requests == []

    settings["BERNARD_PERSONAL_DATA"] = "send-anyway"
    assert "--send-anyway sends it" in bernard.run("ask", PERSONAL, **settings).stderr
    assert model_server.requests == []
    sent = bernard.run("ask", PERSONAL, "--send-anyway", **settings)
    assert "You chose to send it to the language model." in sent.stdout
    assert len(model_server.requests) == 1


def test_a_document_that_fell_out_of_force_is_named(bernard: Bernard) -> None:
    with sqlite3.connect(bernard.home / "catalogue.sqlite3") as raw:  # foreign keys are off here
        raw.execute("UPDATE versions SET state = 'superseded' WHERE title = 'Gifts'")
    raw.close()
    found = bernard.run("index", "check")
    assert found.returncode == 1
    assert "“Gifts” (HR) fell out of force" in found.stdout
    assert "“Gifts” (HR) fell out of force" in bernard.run("doctor").stdout
    assert bernard.run("documents", "restore", "gifts.md").returncode == 0
    assert bernard.run("index", "check").returncode == 0
