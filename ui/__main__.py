"""`python -m ui --port N`: serves the pages on this machine's loopback address."""

from __future__ import annotations

import argparse
import logging
import os
import threading
import time

#: Seconds that open connections get to end once the process is told to stop.
GRACE = 5


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m ui", description=__doc__)
    parser.add_argument("--port", type=int, default=8501)
    port = parser.parse_args().port

    import uvicorn

    from ui.app import build

    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
    config = uvicorn.Config(
        build(port),
        host="127.0.0.1",
        port=port,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE,
        ws_max_size=256 * 1024 * 1024,
    )
    server = uvicorn.Server(config)
    pipe = os.environ.get("BERNARD_PARENT_PIPE")
    if pipe:
        threading.Thread(target=_follow, args=(int(pipe), server), daemon=True).start()
    server.run()


def _follow(pipe: int, server: object) -> None:
    """Stops `server` when the parent is gone: its end of the pipe closes however it died."""
    while os.read(pipe, 1024):
        pass
    server.should_exit = True  # type: ignore[attr-defined]
    time.sleep(GRACE + 5)
    os._exit(1)


if __name__ == "__main__":
    main()
