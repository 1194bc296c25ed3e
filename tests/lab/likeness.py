"""`python -m tests.lab.likeness SET`: shares of words, between versions and between strangers.

Versions: documents of one department whose file names are the same but for "-legacy", "-new", a
number of the edition or the format. Strangers: documents of different departments.
"""

from __future__ import annotations

import json
import re
import sys
from itertools import combinations
from pathlib import Path

from knowledge.documents.likeness import NEARLY, UNRELATED, Shares, WordPairs
from knowledge.errors import BernardError
from knowledge.readers import read_file

_EDITION = re.compile(r"(?:[-_](?:legacy|new|original|00\d))?\.\w+$")
#: A shorter text is a page that says where the document has gone to.
LEAST = 1_000


def main(folder: Path) -> None:
    texts = dict(_read(folder))
    pairs = {name: WordPairs(text) for name, text in texts.items()}
    versions, strangers, near = [], [], []
    for one, other in combinations(sorted(texts), 2):
        if texts[one] == texts[other]:
            continue
        shares = pairs[one].shared(pairs[other])
        if one.split("-")[0] != other.split("-")[0]:
            strangers.append(shares)
        elif _EDITION.sub("", one) == _EDITION.sub("", other):
            versions.append(shares)
        elif shares.nearly_same:
            near.append((one, other))
    for what, found in (("versions", versions), ("strangers", strangers)):
        print(f"{what}: {len(found)}, {_said(found)}")
    print(f"nearly the same under other names: {len(near)} pairs of {len(texts)} documents")
    print("\n".join(f"  {one}, {other}" for one, other in near))


def _said(found: list[Shares]) -> str:
    asked = sum(not one.related for one in found) / len(found)
    offered = sum(one.nearly_same for one in found) / len(found)
    ranked = sorted(one.of_shorter for one in found)
    middle, edge = ranked[len(ranked) // 2], ranked[-len(ranked) // 100]
    return (
        f"below {UNRELATED} (asked): {asked:.1%}, from {NEARLY} (offered): {offered:.1%}; share of "
        f"the shorter: least {ranked[0]:.2f}, median {middle:.2f}, 99th percentile {edge:.2f}"
    )


def _read(folder: Path) -> list[tuple[str, str]]:
    """A department's files begin with its name, up to the hyphen."""
    found = []
    for name in json.loads((folder / "docs.json").read_text(encoding="utf-8")):
        try:
            text = read_file(folder / "docs" / name, name).text
        except (BernardError, OSError):
            continue
        if len(text) >= LEAST:
            found.append((name, text))
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]))
