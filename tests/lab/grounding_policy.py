"""How well a model's answer is checked: answers over policy text with every sentence labelled.

A line of the file is one answer: {"id", "question", "sources": [{"n", "document", "title",
"heading", "text"}], "answer", "sentences": [{"text", "cites", "label", "true_source", "kind"}]}.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from assistant.answering.checking.held_claims import Alike
from assistant.answering.checking.meaning import Judge, Opinion
from assistant.answering.checking.model_judge import opinions, request
from assistant.answering.checking.verify import verify_parts
from assistant.answering.checking.wording import letters
from assistant.answering.writing.parse import parse
from assistant.answers.parts import Claim, Part, Run, Table, Words, runs_of
from assistant.answers.status import Verdict
from knowledge.documents.types import Found, Passage
from knowledge.errors import BadSetting
from tests.lab.evaluation.metrics import area
from tests.lab.evaluation.questions import half

FLAWED = ("contradicted", "not_in_sources")


def labelled_items(path: Path) -> list[dict[str, Any]]:
    """The file's answers, [] where it is of another layout."""
    items = []
    for line in path.read_text(encoding="utf-8").splitlines():
        with suppress(ValueError):
            items.append(json.loads(line))
    return items if items and all("sentences" in one for one in items) else []


#: Stands for the random word of a request.
FENCE = "0123456789abcdef"


@dataclass
class Played:
    """A judge that answers with one reply, as it would have come from its model; `asked` is what
    that model would have been sent after its instructions."""

    reply: str | None
    name: str = "played back"
    asked: str = ""

    def __call__(
        self, claims: Sequence[tuple[str, Sequence[int]]], sources: Sequence[Found], question: str
    ) -> Sequence[Opinion | None]:
        self.asked = request(claims, sources, question, FENCE)
        if self.reply is None:
            return [None] * len(claims)
        return opinions(self.reply, len(claims), sources)


def judge_replies(path: Path) -> dict[str, str]:
    """A judge's reply by item id: lines {"id", "reply"}, or one object. A reply that is no text is
    taken as its JSON. Raises BadSetting."""
    text = path.read_text(encoding="utf-8")
    try:
        try:
            whole = json.loads(text)
        except ValueError:
            whole = [json.loads(line) for line in text.splitlines() if line.strip()]
        if isinstance(whole, Mapping) and "reply" in whole:
            whole = [whole]
        found = whole if isinstance(whole, Mapping) else {one["id"]: one["reply"] for one in whole}
    except (ValueError, TypeError, KeyError) as error:
        raise BadSetting(
            f'{path.name} holds no replies of a judge: a line each, {{"id": "…", "reply": "…"}}.'
        ) from error
    return {
        str(name): reply if isinstance(reply, str) else json.dumps(reply)
        for name, reply in found.items()
    }


def measure(
    items: Sequence[Mapping[str, Any]],
    alike: Alike | None,
    advance: Callable[[], None],
    replies: Mapping[str, str],
    asked: Callable[[str, str], None],
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """A record for each sentence, and the report: of all, and of either half of the ids."""
    records: list[dict[str, Any]] = []
    labelled: list[tuple[str, Mapping[str, Any], dict[str, Any]]] = []
    for item in items:
        judge = Played(replies.get(item["id"]))
        for index, (sentence, run) in enumerate(_checked(item, alike, judge)):
            record = {"id": item["id"], "index": index, "text": sentence["text"], **_shown(run)}
            record["cited"] = sentence["cites"]
            records.append(record)
            labelled.append((half(item["id"]), sentence, record))
        asked(item["id"], judge.asked)
        advance()
    halves = {
        name: _figures([one[1:] for one in labelled if one[0] == name]) for name in ("tune", "dev")
    }
    return records, {**_figures([one[1:] for one in labelled]), "halves": halves}


def _checked(
    item: Mapping[str, Any], alike: Alike | None, judge: Judge
) -> list[tuple[Mapping[str, Any], Run | None]]:
    """Each sentence of the file, with the run of the checked answer that holds it."""
    sources = [_found(at, one) for at, one in enumerate(item["sources"])]
    written = parse(item["answer"], len(sources))
    parts = verify_parts(written, sources, item["question"], alike, judge=judge)
    runs = _rows_whole(parts)
    pairs: list[tuple[Mapping[str, Any], Run | None]] = []
    at = 0
    for sentence in item["sentences"]:
        said = letters(sentence["text"]).split()
        best = max(
            range(len(runs)), key=lambda n: (_shared(said, runs[n].text), n >= at, -n), default=-1
        )
        run = runs[best] if best >= 0 and _shared(said, runs[best].text) > 0.5 else None
        at = best if run else at
        pairs.append((sentence, run))
    return pairs


def _rows_whole(parts: Sequence[Part]) -> list[Run]:
    """The runs; of a table's row its claim, with the words of the whole row."""
    runs: list[Run] = []
    for part in parts:
        if not isinstance(part, Table):
            runs += runs_of((part,))
        else:
            for row in part.rows:
                words = " | ".join(run.text for line in row for run in line)
                kept = [run for line in row for run in line if isinstance(run, Claim)]
                runs.append(replace(kept[-1], text=words) if kept else Words(words))
    return runs


def _shared(said: Sequence[str], text: str) -> float:
    held = Counter(letters(text).split())
    return (Counter(said) & held).total() / max(len(said), held.total(), 1)


def _found(at: int, source: Mapping[str, Any]) -> Found:
    text = source["text"]
    path = tuple(filter(None, [source.get("heading")]))
    passage = Passage(
        id=at + 1, document_id=at + 1, version_id=at + 1, version=1, collection_id=1,
        title=source["title"], source=source["document"], owner="", heading_path=path, page=None,
        start=0, end=len(text), text=text,
    )  # fmt: skip
    return Found(passage, 1.0, ())


def _shown(run: Run | None) -> dict[str, Any]:
    if not isinstance(run, Claim):
        return {"verdict": None, "checked": None, "citations": [], "why": ""}
    return {
        "verdict": run.verdict.value if run.verdict else None,
        "checked": run.checked,
        "citations": [one.n for one in run.citations],
        "why": run.note,
    }


def _figures(pairs: Sequence[tuple[Mapping[str, Any], dict[str, Any]]]) -> dict[str, Any]:
    def flagged(record: Mapping[str, Any]) -> bool:
        return record["verdict"] not in (None, Verdict.SUPPORTED.value)

    flawed = [record for sentence, record in pairs if sentence["label"] in FLAWED]
    right = [(one, record) for one, record in pairs if one["label"] == "supported"]
    nothing = [record for one, record in pairs if one["label"] == "no_claim"]
    kinds: dict[str, list[bool]] = {}
    for sentence, record in pairs:
        kinds.setdefault(f"{sentence['label']}/{sentence['kind']}", []).append(flagged(record))
    found = sum(map(flagged, flawed))
    alarms = sum(flagged(record) for _, record in right)
    wrong = [one for one in pairs if _cited_anew(*one)]
    return {
        "sentences": len(pairs),
        "flagged_of_flawed": _share(found, len(flawed)),
        "shown_as_supported_of_flawed": _share(
            sum(one["verdict"] == Verdict.SUPPORTED.value for one in flawed), len(flawed)
        ),
        "false_alarms_of_supported": _share(alarms, len(right)),
        "marks_on_no_claim": sum(bool(record["citations"]) for record in nothing),
        "verdicts_on_no_claim": sum(record["verdict"] is not None for record in nothing),
        "wrong_recitations": len(wrong),
        "f1": _share(2 * found, 2 * found + alarms + len(flawed) - found),
        "auc": area(
            [float(flagged(record)) for record in flawed + [one for _, one in right]],
            [True] * len(flawed) + [False] * len(right),
        ),
        "by_kind": {
            name: {"n": len(each), "flagged": sum(each)} for name, each in sorted(kinds.items())
        },
    }


def _cited_anew(sentence: Mapping[str, Any], record: Mapping[str, Any]) -> bool:
    """Whether a source is shown that the answer did not name and that does not say it."""
    true = set(sentence["true_source"] or ())
    return bool(set(record["citations"]) - set(sentence["cites"]) - true)


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
