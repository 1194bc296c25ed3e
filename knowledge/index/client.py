"""Chroma's own client, made to give up on a server that hangs. Slow to import."""

from __future__ import annotations

import httpx
from chromadb.api.client import Client
from chromadb.auth import UserIdentity
from chromadb.config import Settings

from knowledge.index.server import Address


class LimitedClient(Client):
    """Waits `seconds` at most for a connection, and for each piece of an answer.

    Chroma's client waits for ever, and has no setting for it.
    """

    def __init__(self, address: Address, seconds: float) -> None:
        self._limit = httpx.Timeout(seconds)
        settings = Settings(
            _env_file=None,  # type: ignore[call-arg]
            anonymized_telemetry=False,
            chroma_api_impl="chromadb.api.fastapi.FastAPI",
            chroma_server_host=address.host,
            chroma_server_http_port=address.port,
            chroma_server_ssl_enabled=address.ssl,
        )
        super().__init__(settings=settings)

    def get_user_identity(self) -> UserIdentity:
        """The first that is asked of a server: before it, there is no session to be limited."""
        self._server._session.timeout = self._limit  # type: ignore[attr-defined]
        return super().get_user_identity()

    def _validate_tenant_database(self, tenant: str, database: str) -> None:
        """Not asked: it would go through another session, without a limit. Whatever is not there
        is missed by the first call that needs it."""
