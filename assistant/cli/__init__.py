"""The command `bernard`: one file for each group of commands; heavy imports stay inside them."""

from __future__ import annotations

import gc
import os
import sys


def main() -> None:
    """Runs the command and ends the process: 0 done, 1 could not, 2 wrong usage, 130 stopped."""
    from assistant.cli.app import app
    from assistant.cli.output import COULD_NOT, STOPPED, Stopped, say
    from knowledge.errors import BernardError

    gc.set_threshold(20_000)  # 700 would have it look 400 times while all is imported
    show = bool(os.environ.get("BERNARD_DEBUG"))
    try:
        app(prog_name="bernard")
    except SystemExit as end:
        if end.code == STOPPED:
            say("Stopped. What was saved before is kept.")
        raise
    except BernardError as error:
        if show:
            raise
        say(error.message)
        sys.exit(STOPPED if isinstance(error, Stopped) else COULD_NOT)
    except Exception as error:  # the outermost edge: a person sees no traceback
        if show:
            raise
        say(
            f"Bernard stopped because of a fault of its own ({type(error).__name__}: {error}). "
            "What was saved before is kept. Run it again with BERNARD_DEBUG=1 to see where."
        )
        sys.exit(COULD_NOT)
