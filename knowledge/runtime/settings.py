"""The library's settings: every one an environment variable, all validated whenever one is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from knowledge.errors import BadSetting

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

_OPENAI_URL = "https://api.openai.com/v1"
_RERANKER = "the web address of a server that reranks", "https://rerank.example.gov.uk/v1"


def variable(name: str) -> str:
    """The environment variable of a field. The providers' own keep their usual names."""
    theirs = name.startswith(("openai_", "azure_openai_"))
    return name.upper() if theirs else f"BERNARD_{name.upper()}"


def setting(default: Any, meaning: str, takes: str = "", **limits: Any) -> Any:
    """`takes` goes on, after the variable's name, about a value that is none: "takes a number"."""
    return Field(default, description=meaning, json_schema_extra={"takes": takes}, **limits)


def whole(default: int | None, least: int, of: str, meaning: str) -> Any:
    return setting(default, meaning, f"takes a whole number of {of}, {least} or more", ge=least)


def seconds(default: float, meaning: str) -> Any:
    takes = "takes a number of seconds above 0, for example 30"
    return setting(default, meaning, takes, gt=0, lt=86_400)


def secret(meaning: str, takes: str = "") -> Any:
    return setting(SecretStr(""), meaning, takes)


def address(default: str, meaning: str, of: str = "a web address", like: str = _OPENAI_URL) -> Any:
    """Not in `repr`: a password may be part of it."""
    return setting(default, meaning, f'takes {of}, for example "{like}"', repr=False)


def takes(field: FieldInfo) -> str:
    extra = field.json_schema_extra
    return str(extra["takes"]) if isinstance(extra, dict) else ""


def _web_address(text: str) -> str:
    parts = urlsplit(text)
    _ = parts.port  # raises ValueError where it is no number
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError
    return text.rstrip("/")


def _plain(key: SecretStr) -> SecretStr:
    text = key.get_secret_value()
    if not (text.isascii() and text.isprintable()):
        raise ValueError
    return key


Address = Annotated[str, AfterValidator(_web_address)]
PlainKey = Annotated[SecretStr, AfterValidator(_plain)]


PLAIN_KEY = "takes a key of plain letters and figures"


class LibrarySettings(BaseSettings):
    """The library, and the provider of models"""

    model_config = SettingsConfigDict(
        alias_generator=variable, case_sensitive=True, frozen=True, validate_default=False
    )

    # Read by `Home`: most commands need no other setting, nor the time to import all of them.
    home: str = setting("", "the directory of all that Bernard keeps; unset, the platform's")
    chroma_url: Address = address("", "a Chroma server of your own", like="http://127.0.0.1:8000")
    chroma_timeout_seconds: float = seconds(5, "patience until a question goes on with words alone")
    reading_timeout_seconds: float = seconds(60, "patience with the reading of one file")
    model_dir: str = setting("", "the directory of the embedded model; unset, its package is used")
    embedding_model: str = setting("", "a model of the provider instead of the embedded one")
    embedding_tokens: int | None = whole(None, 64, "tokens", "that it reads; unset, by its name")
    openai_api_key: PlainKey = secret(
        "the provider's; any text where a server asks for none", PLAIN_KEY
    )
    openai_base_url: Address = address(_OPENAI_URL, "the server: OpenAI, or a compatible one")
    azure_openai_endpoint: Address = address("", "Azure OpenAI; where set, it is the provider")
    azure_openai_api_key: PlainKey = secret("Azure's key; unset, OPENAI_API_KEY", PLAIN_KEY)
    openai_api_version: str = setting("", "Azure's version of the interface")
    model_timeout_seconds: float = seconds(30, "patience until a model's first words, or vectors")
    rerank_url: Address = address("", "puts what was found in order; it is sent there", *_RERANKER)
    rerank_model: str = setting("", "its model; unset, it is asked as Text Embeddings Inference is")
    rerank_key: PlainKey = secret("its key", PLAIN_KEY)
    rerank_timeout_seconds: float = seconds(3, "patience until Bernard's own order is taken")

    @classmethod
    def read(cls) -> Self:
        """As the environment is now. Raises BadSetting, with a sentence for each wrong one."""
        try:
            return cls()
        except ValidationError as error:
            raise BadSetting(" ".join(map(cls._sentence, error.errors()))) from None

    @classmethod
    def _sentence(cls, error: Mapping[str, Any]) -> str:
        if not error["loc"]:
            return str(error["ctx"]["error"])  # our own, of settings that do not fit each other
        name = str(error["loc"][0])
        field = next(one for one in cls.model_fields.values() if one.alias == name)
        return f"{name} {takes(field)}."

    @classmethod
    def settings_customise_sources(cls, *_: Any, **sources: Any) -> tuple[Any, ...]:
        """The environment alone: reading is four times as fast, and no `.env` has a say."""
        return (sources["env_settings"],)

    @model_validator(mode="before")
    @classmethod
    def _what_is_set(cls, found: dict[str, str]) -> dict[str, str]:
        """An empty one is not."""
        return {name: text for name, value in found.items() if (text := value.strip())}

    @model_validator(mode="after")
    def _embedding_has_a_provider(self) -> Self:
        if self.embedding_model and not (self.openai_api_key or self.azure_openai_endpoint):
            raise ValueError(
                "BERNARD_EMBEDDING_MODEL is set: set OPENAI_API_KEY as well (any text for a server "
                "that asks for no key), and OPENAI_BASE_URL unless it is OpenAI itself."
            )
        return self
