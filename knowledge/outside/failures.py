"""What went wrong with an outside model, in words, and whether asking again could help."""

from __future__ import annotations

import re
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from typing import Any

from knowledge.outside.provider import Provider

#: Characters of a server's own message that are looked at.
LONGEST_BODY = 4_000
_TOO_LONG = re.compile(
    r"context[_ ](?:length|size|window)|maximum context|too many (?:input )?tokens|"
    r"(?:prompt|input) is too long|exceeds? the (?:available|model's) context",
    re.IGNORECASE,
)
#: What a server that knows its address says, which may be part of what it says.
_MODEL = re.compile(r"\b(?:model|deployment)", re.IGNORECASE)
_PATH = re.compile(r"\S*/\S*")
_PARAMETER = re.compile(r"\b(?:temperature|stream_options)\b")

CONTENT_FILTER = "the provider's content filter refused the question"


@dataclass(frozen=True, slots=True)
class Cause:
    """`words` stand in brackets after "The language model did not answer"."""

    words: str
    passing: bool = False  # may be gone in a moment: worth another try
    about_question: bool = False  # says nothing of the server's health
    sent: bool = True  # False: there was no connection, so nothing left this machine
    worked: bool = True  # False: the server turned the request down, which costs nothing
    retry_after: float | None = None  # seconds that the server asks to wait
    not_taken: str = ""  # a parameter that the server does not take


class AnsweredWithAPage(Exception):
    """A web page came where an answer was asked for."""


class AnsweredWithAnError(Exception):
    """An error came with the status of a success."""


def log_reason(error: BaseException, provider: Provider) -> str:
    """Names the kind of failure only: a server's own message may hold the key or the question."""
    status = getattr(error, "status_code", None)
    code = getattr(error, "code", None)
    shown = code if isinstance(code, str) and code.replace("_", "").isalnum() else None
    return " ".join(
        str(part) for part in (type(error).__name__, status, shown, provider.host) if part
    )


def explain(
    error: BaseException, provider: Provider, model: str, *, what: str = "language model"
) -> Cause:
    import openai

    if _named(error, "AnsweredWithAPage"):
        return Cause(f"its address answers with a web page: check {provider.url_setting}")
    if _named(error, "AnsweredWithAnError"):
        if "unexpected endpoint" in str(error).lower():
            return _nothing_there(provider)
        return Cause("the server reported an error", passing=True)
    if refused := _refused_certificate(error):
        return Cause(_CERTIFICATE[refused].format(url=provider.url_setting), sent=False)
    if isinstance(error, openai.APIStatusError):
        return replace(_status_cause(error, provider, model, what), worked=False)
    unreached = _named(error, "ConnectTimeout", "ConnectError", "PoolTimeout", "ProxyError")
    if not unreached and _named(error, "Timeout"):
        return Cause(f"timed out after {provider.timeout:g} s")
    if not unreached and _named(
        error, "ReadError", "WriteError", "RemoteProtocolError", "StreamError"
    ):
        return Cause("the connection broke", passing=True)
    if unreached or isinstance(error, openai.APIConnectionError):
        where = f"{provider.host}: check the network and {provider.url_setting}"
        return Cause(f"no connection to {where}", passing=True, sent=False)
    if isinstance(error, openai.APIError) and not isinstance(
        error, openai.APIResponseValidationError
    ):
        if _filtered(error):
            return Cause(CONTENT_FILTER, about_question=True)
        return Cause("the server reported an error", passing=True)
    return Cause("the server sent something that is not an answer")


def retry_after(
    headers: Any, now: Callable[[], float] = time.time, longest: float = 86_400.0
) -> float | None:
    """Seconds that the server asks to wait: Retry-After in seconds or as a date, or Azure's
    retry-after-ms. None where it says nothing that can be read."""
    given = str(headers.get("retry-after-ms", "")).strip()
    if given.isdigit():
        return min(float(given) / 1000, longest)
    given = str(headers.get("retry-after", "")).strip()
    try:
        seconds = float(given)
    except ValueError:
        try:
            seconds = parsedate_to_datetime(given).timestamp() - now()
        except (TypeError, ValueError):
            return None
    return min(max(seconds, 0.0), longest) if seconds == seconds else None


def _status_cause(error: Any, provider: Provider, model: str, what: str) -> Cause:
    status = int(getattr(error, "status_code", 0))
    code = str(getattr(error, "code", "") or "")
    name = provider.model_setting or (
        "BERNARD_CHAT_MODEL" if what == "language model" else "BERNARD_EMBEDDING_MODEL"
    )
    if _filtered(error):
        return Cause(CONTENT_FILTER, about_question=True)
    said = f"{code} {getattr(error, 'message', '')} {getattr(error, 'body', '')}"[:LONGEST_BODY]
    long = type(error).__name__.endswith("ContextOverflowError") or status == 413
    if long or _TOO_LONG.search(said):
        return Cause(
            "the question and its sources were too long for the model: set BERNARD_CONTEXT_TOKENS "
            "to what it takes",
            about_question=True,
        )
    if status in (400, 422) and (not_taken := _PARAMETER.search(said)):
        why = f"the server does not take {not_taken[0]}"
        if not_taken[0] == "temperature":
            why = "the model takes no temperature: set BERNARD_MODEL_TEMPERATURE to none"
        return Cause(why, not_taken=not_taken[0])
    if 300 <= status < 400:
        return Cause(
            "the server points to another address, which is not followed: "
            f"check {provider.url_setting}"
        )
    if status == 401:
        return Cause(f"the server refused the key: check {provider.key_setting}")
    if status == 403:
        return Cause(f"the key may not use the model “{model}”")
    if status == 404 and _MODEL.search(_PATH.sub("", said)):
        return Cause(f"the server does not know the model “{model}”: check {name}")
    if status in (404, 405):
        return _nothing_there(provider)
    if status == 429 and code == "insufficient_quota":
        return Cause("the account's quota is used up")
    wait = retry_after(error.response.headers)
    if status == 429:
        asks = f" and asks to wait {wait:.0f} s" if wait and wait >= 1 else ""
        return Cause(f"the server has too many requests{asks}", passing=True, retry_after=wait)
    if status >= 500 or status == 408:
        words = f"the server reported an error, HTTP {status}"
        return Cause(words, passing=True, retry_after=wait)
    return Cause(f"the server did not accept the request, HTTP {status}", about_question=True)


def _nothing_there(provider: Provider) -> Cause:
    return Cause(
        f"the server has nothing at this address: check {provider.url_setting}, which mostly ends "
        "in /v1",
        worked=False,
    )


_UNTRUSTED, _EXPIRED, _ELSEWHERE = "untrusted", "expired", "elsewhere"
_CERTIFICATE = {
    _UNTRUSTED: "the server's certificate is not trusted: set SSL_CERT_FILE to the certificate of "
    "your department's authority",
    _EXPIRED: "the server's certificate has expired: tell those who run it",
    _ELSEWHERE: "the server's certificate is for another address: check {url}",
}
#: OpenSSL's numbers: expired; another host, mail or network address. Others are of trust.
_VERIFIED = {10: _EXPIRED, 62: _ELSEWHERE, 63: _ELSEWHERE, 64: _ELSEWHERE}


def _refused_certificate(error: BaseException | None) -> str:
    """Why the server's certificate was not taken; "" where that is not what went wrong."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return _VERIFIED.get(error.verify_code, _UNTRUSTED)
        error = error.__cause__ or error.__context__
    return ""


def _filtered(error: object) -> bool:
    said = f"{getattr(error, 'code', '')} {getattr(error, 'body', '')}"
    return "content_filter" in said or "ResponsibleAIPolicyViolation" in said


def _named(error: BaseException | None, *names: str) -> bool:
    """Whether the error, or one that it came from, is of a kind so named. By name, because the HTTP
    library below the client raises its own in the middle of a stream, and which library that is is
    the client's business."""
    while error is not None:
        if any(name in kind.__name__ for kind in type(error).__mro__ for name in names):
            return True
        error = error.__cause__
    return False
