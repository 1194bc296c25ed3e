"""The embedded model's ONNX file, built once a home and outside of the processes that use it.

Building needs some 500 MB, which a process that serves for days would never give back.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from knowledge.embeddings.weights import WEIGHTS_SHA256, find_files, verified
from knowledge.errors import BadSetting, ModelUnavailable
from knowledge.runtime.locks import ProcessLock

_BAD_FILES = 3


def ensure_built(target: Path) -> None:
    """Builds `target` if it is not there (about 3 s); of several processes one builds.

    Raises BadSetting where the weights are missing or not the known ones, ModelUnavailable where
    the file cannot be written.
    """
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    lock = ProcessLock(target.parent / "build.lock")
    while not lock.acquire():
        time.sleep(0.05)
    try:
        if not target.exists():
            _build_apart(target)
    finally:
        lock.release()


def _build_apart(target: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "knowledge.embeddings.build", str(target)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode == _BAD_FILES:
        raise BadSetting(done.stderr.strip())
    if done.returncode != 0:
        raise ModelUnavailable(
            "The embedded model could not be prepared. Free some space on the disk and try again.",
            done.stderr.strip()[-2000:],
        )


def main(target: Path) -> int:
    from knowledge.embeddings.onnx_graph import build, read_safetensors

    try:
        weights = verified(find_files().weights, WEIGHTS_SHA256)
    except BadSetting as error:
        sys.stderr.write(error.message)
        return _BAD_FILES
    build(read_safetensors(weights), target)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
