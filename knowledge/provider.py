"""The outside server of chat and embedding models: its settings, and its failures in words."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from knowledge.errors import BadSetting, ModelUnavailable

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
            return cls("azure", _url("AZURE_OPENAI_ENDPOINT", endpoint), key, version, timeout)
        key = setting("OPENAI_API_KEY")
        if not key:
            return None
        base_url = _url("OPENAI_BASE_URL", setting("OPENAI_BASE_URL") or OPENAI_URL)
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


def _url(name: str, value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise BadSetting(f'{name} takes a web address, for example "{OPENAI_URL}".')
    return value.rstrip("/")


def model_failure(
    error: Exception, provider: Provider, model: str, *, what: str = "language model"
) -> ModelUnavailable:
    """`error`, from the openai client or below it, as one sentence for a person.

    The reason for the log names the kind of failure only: a server's own message may hold the key.
    """
    status = getattr(error, "status_code", None)
    code = getattr(error, "code", None)
    reason = " ".join(
        str(part) for part in (type(error).__name__, status, code, provider.host) if part
    )
    failure = ModelUnavailable(
        f"The {what} did not answer ({_cause(error, provider, model, what)}).", reason
    )
    failure.__cause__ = error
    return failure


def _cause(error: Exception, provider: Provider, model: str, what: str) -> str:
    import openai

    if isinstance(error, openai.APIStatusError):
        return _status_cause(error, provider, model, what)
    if _named(error, "Timeout"):
        return f"timed out after {provider.timeout:g} s"
    if _named(error, "ReadError", "WriteError", "RemoteProtocolError", "StreamError"):
        return "the connection broke"
    if isinstance(error, openai.APIConnectionError):
        name = "AZURE_OPENAI_ENDPOINT" if provider.kind == "azure" else "OPENAI_BASE_URL"
        return f"no connection to {provider.host}: check the network and {name}"
    if isinstance(error, openai.APIError) and not isinstance(
        error, openai.APIResponseValidationError
    ):
        return "the server reported an error"
    return "the server sent something that is not an answer"


def _status_cause(error: object, provider: Provider, model: str, what: str) -> str:
    status = getattr(error, "status_code", 0)
    code = str(getattr(error, "code", "") or "")
    body = str(getattr(error, "body", "") or "")
    key = "AZURE_OPENAI_API_KEY" if provider.kind == "azure" else "OPENAI_API_KEY"
    name = "BERNARD_CHAT_MODEL" if what == "language model" else "BERNARD_EMBEDDING_MODEL"
    if "content_filter" in code or "content_filter" in body:
        return "the provider's content filter refused the question"
    if "context_length" in code or type(error).__name__.endswith("ContextOverflowError"):
        return "the question and its sources were too long for the model"
    if getattr(error, "param", None) == "temperature":
        return "the model takes no temperature: set BERNARD_MODEL_TEMPERATURE to none"
    if status == 401:
        return f"the server refused the key: check {key}"
    if status == 403:
        return f"the key may not use the model “{model}”"
    if status == 404:
        return f"the server does not know the model “{model}”: check {name}"
    if status == 429 and code == "insufficient_quota":
        return "the account's quota is used up"
    if status == 429:
        return "the server has too many requests"
    if status >= 500:
        return f"the server reported an error, HTTP {status}"
    return f"the server did not accept the request, HTTP {status}"


def _named(error: BaseException | None, *names: str) -> bool:
    """Whether the error, or one that it came from, is of a kind so named. By name, because the HTTP
    library below the client raises its own in the middle of a stream, and which library that is is
    the client's business."""
    while error is not None:
        if any(name in kind.__name__ for kind in type(error).__mro__ for name in names):
            return True
        error = error.__cause__
    return False
