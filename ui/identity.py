"""Who asks: from a request, or from the page that is being drawn, to what that person may see.

The only way that pages and plain routes come to a scope. Without sign-in everybody who reaches this
machine's loopback address is the one person at it.
"""

from __future__ import annotations

from starlette.requests import Request

from knowledge.access import Scope, on_this_machine


def scope() -> Scope:
    """Of the page that is being drawn."""
    return on_this_machine()


def scope_of(request: Request) -> Scope:
    """Of a plain route's request."""
    return on_this_machine()
