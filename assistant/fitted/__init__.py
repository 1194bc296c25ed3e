"""What a command fitted for answering; see `knowledge.fitted`."""

from __future__ import annotations

from functools import partial

from knowledge import fitted

load = partial(fitted.load, package=__name__)
