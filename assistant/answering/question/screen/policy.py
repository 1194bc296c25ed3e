"""What this deployment allows: the highest marking, personal data, and what counts as outside."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from assistant.answering.question.screen.markings import Marking
from knowledge.errors import BadSetting
from knowledge.outside.provider import Provider, setting

#: Endings of names that only a private network knows (RFC 6761, RFC 6762, RFC 8375, ICANN 2024).
_PRIVATE_ENDINGS = (".localhost", ".local", ".internal", ".home.arpa", ".lan")


@dataclass(frozen=True, slots=True)
class Policy:
    """`location` is "inside" or "outside" where the deployment says what its model server is; ""
    lets its address say it."""

    highest: Marking = Marking.OFFICIAL
    send_anyway: bool = False
    location: str = ""

    @classmethod
    def from_environment(cls) -> Policy:
        """Raises BadSetting where a setting takes something else."""
        return cls(
            _highest(setting("BERNARD_HIGHEST_MARKING")),
            _choice("BERNARD_PERSONAL_DATA", ("edit", "send-anyway"), "edit") == "send-anyway",
            _choice("BERNARD_MODEL_LOCATION", ("", "inside", "outside"), ""),
        )

    def is_outside(self, address: str) -> bool:
        """Whether a server at this web address is outside of the department. Names are not looked
        up: one with a dot in it is outside unless its ending is a private network's."""
        if self.location:
            return self.location == "outside"
        host = (urlsplit(address).hostname or "").rstrip(".").lower()
        try:
            found = ipaddress.ip_address(host)
        except ValueError:
            return "." in host and not host.endswith(_PRIVATE_ENDINGS)
        mapped = getattr(found, "ipv4_mapped", None) or found
        return not (mapped.is_loopback or mapped.is_private or mapped.is_link_local)

    def embeddings_leave(self) -> bool:
        """Whether questions are embedded by a server outside, so that their words go there."""
        if not setting("BERNARD_EMBEDDING_MODEL"):
            return False
        provider = Provider.from_environment()
        return provider is not None and self.is_outside(provider.base_url)


def _highest(given: str) -> Marking:
    name = given.upper().replace(" ", "-") or Marking.OFFICIAL.name
    if name not in ("OFFICIAL", "OFFICIAL-SENSITIVE"):
        raise BadSetting(
            "BERNARD_HIGHEST_MARKING takes OFFICIAL or OFFICIAL-SENSITIVE: "
            "Bernard is not made for anything above."
        )
    return Marking[name.replace("-", "_")]


def _choice(name: str, choices: tuple[str, ...], default: str) -> str:
    given = setting(name).lower() or default
    if given not in choices:
        raise BadSetting(f"{name} takes {' or '.join(choice for choice in choices if choice)}.")
    return given
