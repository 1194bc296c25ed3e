"""The outside server of chat and embedding models, from its settings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from knowledge.errors import BadSetting
from knowledge.outside.proxies import require_authority

if TYPE_CHECKING:
    from pydantic import SecretStr

    from knowledge.runtime.settings import LibrarySettings


@dataclass(frozen=True, slots=True)
class Provider:
    """OpenAI, Azure OpenAI or any compatible server, as the usual environment variables name it."""

    kind: str  # "openai" (and compatible) | "azure"
    base_url: str = field(repr=False)  # a password may be part of it
    key: SecretStr
    timeout: float  # seconds until the first words count as not coming
    api_version: str = ""  # Azure only
    # The settings that it came from, for the sentence that says what to check.
    key_setting: str = "OPENAI_API_KEY"
    url_setting: str = "OPENAI_BASE_URL"
    model_setting: str = ""  # "": the usual one of what is asked for

    @classmethod
    def from_settings(cls, given: LibrarySettings) -> Provider | None:
        """None when no key is set. Raises BadSetting where Azure's are not complete, or the
        machine's certificates are not there: not when they are read, because other programs use
        these variables too."""
        if given.openai_api_key or given.azure_openai_endpoint:
            require_authority()
        endpoint, version = given.azure_openai_endpoint, given.openai_api_version
        key, timeout = given.openai_api_key, given.model_timeout_seconds
        if not endpoint:
            return cls("openai", given.openai_base_url, key, timeout) if key else None
        key = given.azure_openai_api_key or key
        if not key:
            raise BadSetting("AZURE_OPENAI_ENDPOINT is set: set AZURE_OPENAI_API_KEY as well.")
        if not version:
            raise BadSetting(
                "AZURE_OPENAI_ENDPOINT is set: set OPENAI_API_VERSION as well, "
                'for example "2024-10-21".'
            )
        names = "AZURE_OPENAI_API_KEY", "AZURE_OPENAI_ENDPOINT"
        return cls("azure", endpoint, key, timeout, version, *names)

    @property
    def host(self) -> str:
        """Whom text is sent to, for people: "api.openai.com"."""
        return urlsplit(self.base_url).netloc.rpartition("@")[2]
