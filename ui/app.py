"""The web process: Streamlit's pages, two plain routes, security headers, a warm start."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse
from starlette.routing import Route

from knowledge.errors import BernardError
from ui import document, options, services
from ui.headers import SecurityHeaders

if TYPE_CHECKING:
    from streamlit import App

_HERE = Path(__file__).parent
_log = logging.getLogger("bernard.ui")


def build(port: int) -> App:
    """The ASGI application; it warms up in its lifespan and says at /health when it is ready."""
    options.apply(port)
    import streamlit as st

    from ui.parts.common.messages import show_unexpected

    return st.App(
        _HERE / "main.py",
        lifespan=_lifespan,
        routes=[
            Route("/health", _health),
            Route("/document", document.page),
            Route("/look/bernard.css", _stylesheet),
        ],
        middleware=[
            Middleware(SecurityHeaders),
            # Loopback only: a foreign name that resolves here (DNS rebinding) gets nothing.
            Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"]),
        ],
        on_script_error=show_unexpected,
    )


@asynccontextmanager
async def _lifespan(app: App) -> AsyncIterator[dict[str, Any]]:
    warming = asyncio.create_task(asyncio.to_thread(_warm_up))
    yield {}
    await warming
    services.close()


def _warm_up() -> None:
    try:
        opened = services.services()
        opened.library.warm()
        opened.assistant.warm()
        gc.collect()
        gc.freeze()  # what is there now stays: no later collection walks through it
    except BernardError as error:  # each page says so too, and tries again
        _log.error("The library could not be opened: %s", error.reason)


async def _health(request: Request) -> JSONResponse:
    """200 when a question can be asked, 503 with a sentence until then."""
    try:
        opened = await asyncio.wait_for(asyncio.to_thread(services.services), timeout=0.5)
    except TimeoutError:
        return JSONResponse({"status": "starting"}, 503)
    except BernardError as error:
        return JSONResponse({"status": "unavailable", "message": error.message}, 503)
    return JSONResponse({"status": "ready", "mode": "model" if opened.models else "embedded"})


async def _stylesheet(request: Request) -> FileResponse:
    return FileResponse(_HERE / "look" / "bernard.css", media_type="text/css")
