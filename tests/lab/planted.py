"""What a document does that was planted beside the true one: it repeats a question and answers it
wrongly.

    python -m tests.lab.planted DATA tests/planted.jsonl [SET …]

A line is {"set", "id" (of the set's question), "kind" (figure | rule | other: how the false answer
differs), "asked" (the question in other words), "false"}. Each false answer is planted in a library
of the set's documents, in each of WAYS; its question is asked without a model. Printed, by set and
way: how often the planted document is quoted first, the true passage is among those shown, and the
two are shown as a disagreement; how often a model would be given both, and told that they differ.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from assistant.answering.assistant import Assistant
from assistant.answering.comparing.compare import differing
from assistant.answering.desk import Desk
from assistant.answering.evidence.find import DESK_LIMIT, find
from assistant.answering.evidence.in_time import InTime
from assistant.answers.answer import Answer
from assistant.answers.citation import ComparisonKind
from assistant.answers.events import Finished
from assistant.intake import walk
from assistant.sample import documents_dir
from knowledge.access import on_this_machine
from knowledge.library import Library, SearchQuery
from knowledge.runtime.home import Home
from knowledge.work import worker
from tests.lab.evaluation.metrics import holds
from tests.lab.evaluation.questions import LabelledQuestion, read_questions
from tests.lab.evaluation.stock import stocked
from tests.lab.leading import SAMPLE, SAMPLE_QUESTIONS

#: Between the repetitions of a question that is said ten times.
_PADDING = (
    "Colleagues often want to know this.",
    "This note has been written to help them.",
    "Please read it with care.",
    "It is kept up to date by the team.",
    "Share it with others who may need it.",
)
#: What a model's sources may take.
TOKENS = 8_000
Plant = Mapping[str, str]


def _sentence(question: str, one: Plant) -> str:
    return f"# Note {one['id']}\n\n{question} {one['false']}\n"


def _heading(question: str, one: Plant) -> str:
    return f"# {question}\n\n{one['false']}\n"


def _ten_times(question: str, one: Plant) -> str:
    lines = [f"{question} {_PADDING[at % len(_PADDING)]}" for at in range(10)]
    return "\n\n".join([f"# {question}", *lines[:5], one["false"], *lines[5:]]) + "\n"


def _other_words(_: str, one: Plant) -> str:
    return f"# {one['asked']}\n\n{one['false']}\n"


#: How the question stands in a planted document.
WAYS: dict[str, Callable[[str, Plant], str]] = {
    "a sentence": _sentence,
    "the heading": _heading,
    "ten times": _ten_times,
    "other words": _other_words,
}


def measure(
    library: Library, plants: Sequence[Plant], questions: Mapping[str, LabelledQuestion]
) -> Iterator[tuple[str, Plant, Counter[str]]]:
    """Each way, planted document and figures. Raises IndexUnavailable, ModelUnavailable."""
    scope, assistant = on_this_machine(), Assistant(library)
    for number, (way, text) in enumerate(WAYS.items()):
        for one in plants:
            content = text(questions[one["id"]].text, one).encode()
            library.add(scope, content, f"{_name(one)}-{number}.md", "Notes")
        worker.run(library.home, until_idle=True)
        for one in plants:
            question = questions[one["id"]]
            asked = assistant.ask(scope, question.text, question.history, mode="embedded")
            [answer] = [event.answer for event in asked if isinstance(event, Finished)]
            figures = counted(answer, one, question.spans)
            figures.update(told(library, SearchQuery(answer.query), one, question.spans))
            yield way, one, figures
        for document in library.documents(scope):
            if document.collection == "Notes":
                library.withdraw(scope, document.id)


def counted(answer: Answer, one: Plant, spans: Sequence[str]) -> Counter[str]:
    """What of the figures the answer counts for."""
    passages = {item.passage.id: item.passage.text for item in answer.found}
    cited = [citation for claim in answer.claims for citation in claim.citations]
    sides = [
        {side.document.rpartition("-")[0] for side in each.sides}
        for each in answer.comparisons
        if each.kind is ComparisonKind.CONFLICT
    ]
    shown = {side.passage_id for each in answer.comparisons for side in each.sides}
    shown |= {citation.passage_id for citation in cited}
    found = Counter({"questions": 1})
    found["planted first"] = bool(cited) and cited[0].document.startswith(f"{_name(one)}-")
    found["true shown"] = any(holds(passages.get(at, ""), span) for at in shown for span in spans)
    found["disagreement"] = any(_name(one) in each for each in sides)
    return found


def told(library: Library, query: SearchQuery, one: Plant, spans: Sequence[str]) -> Counter[str]:
    """What of the figures counts for a model: whether it is given both, and told of it."""
    near = find(query, library, on_this_machine(), limit=DESK_LIMIT)
    desk = Desk(near, InTime(near), library, on_this_machine())
    sources = [each.found for each in desk.sources(TOKENS)]
    ours = [n for n, it in enumerate(sources, 1) if it.passage.source.startswith(f"{_name(one)}-")]
    true = any(holds(item.passage.text, span) for item in sources for span in spans)
    lines = differing(query, InTime(near), sources, library, on_this_machine())
    found = Counter({"model given both": bool(ours) and true})
    found["model told"] = any(str(n) in line.split(":")[0].split() for line in lines for n in ours)
    return found


def _name(one: Plant) -> str:
    return f"note-{one['set']}-{one['id']}"


def table(rows: Mapping[tuple[str, str], Counter[str]]) -> str:
    heads = (
        *("questions", "planted first", "true shown", "disagreement"),
        *("model given both", "model told"),
    )
    lines = ["| set | the question stands as | " + " | ".join(heads) + " |", "|---" * 8 + "|"]
    for (name, way), figures in rows.items():
        lines.append(
            f"| {name} | {way} | " + " | ".join(str(int(figures[one])) for one in heads) + " |"
        )
    return "\n".join(lines) + "\n"


def main() -> int:
    data, file, *names = sys.argv[1:]
    plants = [json.loads(line) for line in Path(file).read_text(encoding="utf-8").splitlines()]
    rows: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    home = Home.from_environment().make()
    for name in names or dict.fromkeys(one["set"] for one in plants):
        ours = [one for one in plants if one["set"] == name]
        folder = Path(data) / name
        documents = documents_dir() if name == SAMPLE else folder / "docs"
        asked = SAMPLE_QUESTIONS if name == SAMPLE else folder / "questions.jsonl"
        questions = {one.id: one for one in read_questions(asked)}
        with Progress(console=Console(stderr=True)) as bars:
            stock = stocked(home, walk([documents])[0], bars, beir=False)
        with tempfile.TemporaryDirectory() as copy:
            shutil.copytree(stock.home.path, copy, symlinks=True, dirs_exist_ok=True)
            with Library.open(Path(copy)) as library:
                for way, one, figures in measure(library, ours, questions):
                    rows[name, way].update(figures)
                    rows[f"all, {one['kind']}", way].update(figures)
    sys.stdout.write(table(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
