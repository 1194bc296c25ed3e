"""Which chat models are asked, by the environment."""

from __future__ import annotations

from dataclasses import replace

from assistant.models.breaker import FAILURES, REST_SECONDS, Breaker
from assistant.models.chat import (
    CONNECT_SECONDS,
    HELPING_SECONDS,
    PAUSE_SECONDS,
    TOTAL_SECONDS,
    ChatModel,
    Timeouts,
)
from assistant.models.models import AT_ONCE, DEFAULT_SOURCE_TOKENS, Models
from assistant.models.prices import Price
from assistant.models.retries import RETRIES
from knowledge.errors import BadSetting
from knowledge.outside.provider import Provider, address, seconds, setting

#: Tokens: the instructions, a conversation and a reply leave room for a passage or two.
SMALLEST_CONTEXT = 2_000


def choose() -> Models | None:
    """None when no key is set. Raises BadSetting where a setting is missing or wrong."""
    provider = Provider.from_environment()
    if provider is None:
        return None
    name = setting("BERNARD_CHAT_MODEL")
    if not name:
        if setting("BERNARD_EMBEDDING_MODEL"):
            return None  # the key is there for the embeddings
        what = "your deployment's name" if provider.kind == "azure" else "the model's name"
        raise BadSetting(f"A key is set, but no chat model: set BERNARD_CHAT_MODEL to {what}.")
    main = ChatModel(
        name,
        provider,
        _temperature(),
        _timeouts(),
        Price.from_environment(),
        _breaker(),
    )
    source_tokens = whole("BERNARD_SOURCE_TOKENS", DEFAULT_SOURCE_TOKENS, 200, "tokens")
    retries = whole("BERNARD_MODEL_RETRIES", RETRIES, 0, "further tries")
    context = whole("BERNARD_CONTEXT_TOKENS", 0, SMALLEST_CONTEXT, "tokens") or None
    at_once = whole("BERNARD_MODEL_AT_ONCE", AT_ONCE, 1, "requests side by side")
    return Models(main, _fallback(main), source_tokens, retries, context, at_once)


def _fallback(main: ChatModel) -> ChatModel | None:
    """A second model: at the same server, or at one of its own with a key of its own, because a key
    is never shown to a server that it was not given for."""
    name = setting("BERNARD_FALLBACK_MODEL")
    if not name:
        return None
    provider = replace(main.provider, model_setting="BERNARD_FALLBACK_MODEL")
    url, key = setting("BERNARD_FALLBACK_BASE_URL"), setting("BERNARD_FALLBACK_API_KEY")
    if url:
        if not key:
            raise BadSetting(
                "BERNARD_FALLBACK_BASE_URL is set: set BERNARD_FALLBACK_API_KEY as well (any text "
                "for a server that asks for no key)."
            )
        provider = Provider(
            "openai",
            address("BERNARD_FALLBACK_BASE_URL", url),
            key,
            "",
            main.provider.timeout,
            "BERNARD_FALLBACK_API_KEY",
            "BERNARD_FALLBACK_BASE_URL",
            "BERNARD_FALLBACK_MODEL",
        )
    elif key:
        provider = replace(provider, key=key, key_setting="BERNARD_FALLBACK_API_KEY")
    price = Price.from_environment("BERNARD_FALLBACK_PRICE")
    if main.price and price is None and setting("BERNARD_DAILY_COST"):
        raise BadSetting(
            "BERNARD_DAILY_COST and BERNARD_FALLBACK_MODEL are set: set "
            "BERNARD_FALLBACK_PRICE_INPUT and BERNARD_FALLBACK_PRICE_OUTPUT as well."
        )
    return ChatModel(name, provider, main.temperature, main.timeouts, price, _breaker())


def _timeouts() -> Timeouts:
    return Timeouts(
        seconds("BERNARD_MODEL_CONNECT_SECONDS", CONNECT_SECONDS),
        seconds("BERNARD_MODEL_PAUSE_SECONDS", PAUSE_SECONDS),
        seconds("BERNARD_MODEL_TOTAL_SECONDS", TOTAL_SECONDS),
        seconds("BERNARD_MODEL_HELPING_SECONDS", HELPING_SECONDS),
    )


def _breaker() -> Breaker:
    return Breaker(
        whole("BERNARD_MODEL_BREAKER_FAILURES", FAILURES, 1, "failures in a row"),
        seconds("BERNARD_MODEL_BREAKER_SECONDS", REST_SECONDS),
    )


def whole(name: str, default: int, least: int, what: str) -> int:
    """Raises BadSetting unless the setting is empty or a whole number, `least` or more."""
    given = setting(name)
    if not given:
        return default
    if not given.isdigit() or int(given) < least:
        raise BadSetting(f"{name} takes a whole number of {what}, {least} or more.")
    return int(given)


def _temperature() -> float | None:
    given = setting("BERNARD_MODEL_TEMPERATURE")
    if given.lower() == "none":
        return None
    try:
        return float(given or 0)
    except ValueError:
        raise BadSetting("BERNARD_MODEL_TEMPERATURE takes a number or none.") from None
