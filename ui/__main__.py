"""`python -m ui --port N`: serves the pages on this machine's loopback address."""

from __future__ import annotations

import argparse
import gc

from knowledge.runtime.home import Home
from knowledge.runtime.processes import follow_parent, log_to

#: Seconds that open connections get to end once the process is told to stop.
GRACE = 5
#: Bytes of one message from the browser: a file's upload goes another way.
LARGEST_MESSAGE = 16 * 1024 * 1024


def main() -> None:
    gc.set_threshold(20_000)  # 700 would have it look 400 times while all is imported
    parser = argparse.ArgumentParser(prog="python -m ui", description=__doc__)
    parser.add_argument("--port", type=int, default=8501)
    port = parser.parse_args().port
    log_to(Home.from_environment().make().logs / "web.log")

    import uvicorn

    from ui.app import build

    server = uvicorn.Server(
        uvicorn.Config(
            build(port),
            host="127.0.0.1",
            port=port,
            log_config=None,
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=GRACE,
            ws_max_size=LARGEST_MESSAGE,
            ws_per_message_deflate=False,  # nothing is gained on loopback
        )
    )

    def end() -> None:
        server.should_exit = True

    follow_parent(end)
    server.run()


if __name__ == "__main__":
    main()
