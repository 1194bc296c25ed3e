"""`bernard serve` and `bernard worker`: the processes that stay."""

from __future__ import annotations

from typing import Annotated

import typer


def serve(
    port: Annotated[
        int, typer.Option(min=1, max=65535, help="Port on this machine's loopback address.")
    ] = 8501,
    browser: Annotated[
        bool,
        typer.Option("--browser/--no-browser", help="Open a browser where there is a screen."),
    ] = True,
    sample: Annotated[
        bool, typer.Option("--sample", help="Load the sample library first, if it is not there.")
    ] = False,
) -> None:
    """Serve the pages: ask in a browser, and look after the library.

    Prints one line with the address when the first question can be asked. Ctrl-C stops it; files
    still on their way in go on at the next start.

    Example: [bold]bernard serve --port 8600 --no-browser[/bold]
    """
    from assistant.serving.serve import serve as run

    raise typer.Exit(run(port=port, browser=browser, sample=sample))


def worker() -> None:
    """Load queued files, and wait for more, until it is stopped.

    `bernard serve` starts one by itself, and so does `bernard load` for as long as it runs. Run it
    alone where loading should go on without the pages.

    Example: [bold]bernard worker[/bold]
    """
    from assistant.serving.worker import main

    raise typer.Exit(main())
