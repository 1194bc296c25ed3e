"""A machine's own settings: outside servers are asked through its proxy, loopback never is.

Every office machine has HTTP_PROXY set, and few have a NO_PROXY that names loopback; then the index
on this very machine would be asked through the proxy, which does not know it.
"""

from __future__ import annotations

import os
import ssl

from knowledge.errors import BadSetting

_NAMES = ("no_proxy", "NO_PROXY")
#: As HTTP clients write them: an address in brackets ("[::1]") they cannot read.
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def never_for_loopback() -> None:
    """Has this process, and what it starts, ask loopback directly. May be called again."""
    set_already = next((os.environ[name] for name in _NAMES if os.environ.get(name)), "")
    named = [one.strip().strip("[]") for one in set_already.split(",") if one.strip()]
    if "*" not in named:
        named += [one for one in LOOPBACK if one not in named]
    for name in _NAMES:
        os.environ[name] = ",".join(named)


def require_authority() -> None:
    """Raises BadSetting where the machine's file of certificates is not there, or is none: the HTTP
    library would stop with no word of it."""
    file = os.environ.get("SSL_CERT_FILE", "")
    if not file:
        return
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(file)
    except FileNotFoundError:
        raise BadSetting(f"SSL_CERT_FILE names a file that is not there: {file}.") from None
    except OSError:  # ssl.SSLError is one
        raise BadSetting(
            f"SSL_CERT_FILE names a file that holds no certificate or cannot be read: {file}."
        ) from None
