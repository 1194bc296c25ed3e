"""The outside server of chat and embedding models, from its settings."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from knowledge.errors import BadSetting

#: Seconds without a sign of life from a model server after which it counts as not answering.
DEFAULT_TIMEOUT_SECONDS = 30.0
OPENAI_URL = "https://api.openai.com/v1"


@dataclass(frozen=True, slots=True)
class Provider:
    """OpenAI, Azure OpenAI or any compatible server, as the usual environment variables name it."""

    kind: str  # "openai" (and compatible) | "azure"
    base_url: str
    key: str = field(repr=False)
    api_version: str = ""  # Azure only
    timeout: float = DEFAULT_TIMEOUT_SECONDS
    # The settings that it came from, for the sentence that says what to check.
    key_setting: str = "OPENAI_API_KEY"
    url_setting: str = "OPENAI_BASE_URL"
    model_setting: str = ""  # "": the usual one of what is asked for

    @classmethod
    def from_environment(cls) -> Provider | None:
        """None when no key is set. Raises BadSetting where the rest does not fit the key."""
        timeout = seconds("BERNARD_MODEL_TIMEOUT_SECONDS", DEFAULT_TIMEOUT_SECONDS)
        endpoint = setting("AZURE_OPENAI_ENDPOINT")
        if endpoint:
            key = setting("AZURE_OPENAI_API_KEY") or setting("OPENAI_API_KEY")
            version = setting("OPENAI_API_VERSION")
            if not key:
                raise BadSetting("AZURE_OPENAI_ENDPOINT is set: set AZURE_OPENAI_API_KEY as well.")
            if not version:
                raise BadSetting(
                    "AZURE_OPENAI_ENDPOINT is set: set OPENAI_API_VERSION as well, "
                    'for example "2024-10-21".'
                )
            url = address("AZURE_OPENAI_ENDPOINT", endpoint)
            names = ("AZURE_OPENAI_API_KEY", "AZURE_OPENAI_ENDPOINT")
            return cls("azure", url, key, version, timeout, *names)
        key = setting("OPENAI_API_KEY")
        if not key:
            return None
        base_url = address("OPENAI_BASE_URL", setting("OPENAI_BASE_URL") or OPENAI_URL)
        return cls("openai", base_url, key, "", timeout)

    @property
    def host(self) -> str:
        """Whom text is sent to, for people: "api.openai.com"."""
        return urlsplit(self.base_url).netloc.rpartition("@")[2]


def setting(name: str) -> str:
    return os.environ.get(name, "").strip()


def seconds(name: str, default: float) -> float:
    """Raises BadSetting unless the setting is empty or a number above 0."""
    given = setting(name)
    try:
        value = float(given or default)
    except ValueError:
        value = 0.0
    if not 0 < value < 86_400:
        raise BadSetting(f"{name} takes a number of seconds above 0, for example 30.")
    return value


def address(name: str, value: str) -> str:
    """Raises BadSetting unless the setting's value is a web address."""
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise BadSetting(f'{name} takes a web address, for example "{OPENAI_URL}".')
    return value.rstrip("/")
