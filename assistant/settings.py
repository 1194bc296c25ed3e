"""All settings, as one object; `python -m assistant.settings > docs/settings.md` is their page."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, SecretStr, model_validator

from knowledge.runtime.settings import (
    PLAIN_KEY,
    Address,
    LibrarySettings,
    PlainKey,
    address,
    seconds,
    secret,
    setting,
    takes,
    variable,
    whole,
)


def amount(meaning: str) -> Any:
    return setting(None, meaning, "takes an amount of money, for example 2.50", ge=0, lt=1e9)


def either(default: str, other: str, meaning: str) -> Any:
    return setting(default, meaning, f"is either {default} (the default) or {other}")


_Lower = BeforeValidator(str.lower)
_Temperature = BeforeValidator(lambda text: None if text.lower() == "none" else text)
_Marking = BeforeValidator(lambda text: text.upper().replace(" ", "-"))


class ModelSettings(LibrarySettings):
    """Chat models"""

    chat_model: str = setting("", "the model that is asked; for Azure, its deployment")
    model_temperature: Annotated[float | None, _Temperature] = setting(
        0.0, "none leaves it to the model", "takes a number or none", allow_inf_nan=False
    )
    # Some thirty passages; what more and less earn: docs/measurements.md.
    source_tokens: int = whole(8_000, 200, "tokens", "of the sources in a prompt")
    # The least leaves room for a passage or two beside instructions, a conversation and a reply.
    context_tokens: int | None = whole(None, 3_000, "tokens", "the model's context, where short")
    model_connect_seconds: float = seconds(5, "patience until a connection stands")
    model_pause_seconds: float = seconds(15, "patience between two pieces of an answer")
    model_total_seconds: float = seconds(180, "patience until an answer is whole")
    # An answer can be made without.
    model_helping_seconds: float = seconds(
        10, "patience for rewriting a question; three times that for a judge"
    )
    model_retries: int = whole(2, 0, "further tries", "after a failure that passes")
    # One or two may be chance.
    model_breaker_failures: int = whole(
        4, 1, "failures in a row", "after which a model is left alone"
    )
    model_breaker_seconds: float = seconds(60, "it is left alone; then one question tries")
    openai_proxy: SecretStr = secret("the proxy on the way to the model")
    judge_model: str = setting("", "reads answers for meaning; unset, the model that writes")
    fallback_model: str = setting("", "a second model, asked when the first has said nothing")
    fallback_base_url: Address = address("", "its server where it is another, with its own key")
    fallback_api_key: PlainKey = secret("its key where it is another", PLAIN_KEY)
    price_input: float | None = amount("the price of a million tokens sent")
    price_output: float | None = amount("the price of a million tokens received")
    judge_price_input: float | None = amount("its price, sent; unset, the first model's")
    judge_price_output: float | None = amount("its price, received")
    fallback_price_input: float | None = amount("the second model's price, sent")
    fallback_price_output: float | None = amount("the second model's price, received")
    currency: str = setting("£", "as it stands before an amount")
    daily_tokens: int | None = whole(None, 1, "tokens", "a person's budget for a day (UTC)")
    daily_cost: float | None = amount("a person's budget for a day (UTC); needs the prices")

    @model_validator(mode="after")
    def _fit_each_other(self) -> Self:
        for prefix in ("price", "judge_price", "fallback_price"):
            pair = f"{prefix}_input", f"{prefix}_output"
            missing = [variable(name) for name in pair if getattr(self, name) is None]
            if len(missing) == 1:
                raise ValueError(
                    f"{variable(pair[0])} and {variable(pair[1])} are set together, each the price "
                    f"of a million tokens: set {missing[0]} as well."
                )
        spends = self.daily_cost is not None
        if spends and self.price_input is None:
            raise ValueError(
                "BERNARD_DAILY_COST is set: set BERNARD_PRICE_INPUT and BERNARD_PRICE_OUTPUT, the "
                "prices of a million tokens, as well."
            )
        # A key is never shown to a server that it was not given for.
        if self.fallback_model and self.fallback_base_url and not self.fallback_api_key:
            raise ValueError(
                "BERNARD_FALLBACK_BASE_URL is set: set BERNARD_FALLBACK_API_KEY as well (any text "
                "for a server that asks for no key)."
            )
        if self.fallback_model and spends and self.fallback_price_input is None:
            raise ValueError(
                "BERNARD_DAILY_COST and BERNARD_FALLBACK_MODEL are set: set "
                "BERNARD_FALLBACK_PRICE_INPUT and BERNARD_FALLBACK_PRICE_OUTPUT as well."
            )
        return self


class BernardSettings(ModelSettings):
    """What is allowed, checked and kept"""

    highest_marking: Annotated[Literal["OFFICIAL", "OFFICIAL-SENSITIVE"], _Marking] = setting(
        "OFFICIAL",
        "questions with a protective marking above are not answered",
        "takes OFFICIAL or OFFICIAL-SENSITIVE: Bernard is not made for anything above",
    )
    personal_data: Annotated[Literal["edit", "send-anyway"], _Lower] = setting(
        "edit", "what people may do with it in a question", "takes edit or send-anyway"
    )
    model_location: Annotated[Literal["", "inside", "outside"], _Lower] = setting(
        "", "where the model stands; unset, its address says it", "takes inside or outside"
    )
    unsupported: Annotated[Literal["mark", "withhold"], _Lower] = either(
        "mark", "withhold", "what becomes of claims that nothing supports"
    )
    judge: Annotated[Literal["words", "model"], _Lower] = either(
        "model", "words", "who checks an answer: a model, for its meaning, or rules alone"
    )
    entailment_dir: str = setting("", "a local entailment model; reads answers where no model does")
    entailment_digest: str = setting("", "the digest of its three files, one behind the other")
    silent_seconds: float = setting(
        60,
        "patience with a process that answers no more; then `serve` starts it again",
        "takes a number of seconds, 3 or more",
        ge=3,
    )
    keep_days: int | None = whole(
        None, 1, "days", "how long what was told to owners, and model usage, is kept; unset, always"
    )
    # Read by `assistant.cli`, before anything else is imported.
    debug: str = setting("", "any text: a failure shows where in the code it came from")


_INTRODUCTION = """\
# Settings

Written by `python -m assistant.settings`; a test holds it to the code.

Every setting is an environment variable; no file is read, and an empty variable is not set.
`bernard serve` and `bernard doctor` check all of them at once. How chat models are used, and what
happens when one fails: [models.md](models.md).
"""
_ROW = "| `{}` | {} | {} | {} |"


def reference() -> str:
    return "\n".join([_INTRODUCTION, *_tables()])


def _tables() -> Iterator[str]:
    """One table a class, in the order in which they build on each other."""
    for part in (LibrarySettings, ModelSettings, BernardSettings):
        yield f"## {part.__doc__}\n\n| setting | default | takes | what it is |\n|---|---|---|---|"
        for name in (one for one in part.model_fields if one in part.__annotations__):
            field = part.model_fields[name]
            default = "" if field.default is None else str(field.default)
            words = takes(field).removeprefix("takes ").removeprefix("is ")
            yield _ROW.format(field.alias, default, words, field.description)
        yield ""


if __name__ == "__main__":
    sys.stdout.write(reference())
