"""What this deployment allows: the highest marking, personal data, and what counts as outside."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from assistant.answering.question.screen.markings import Marking
from assistant.settings import BernardSettings
from knowledge.outside.provider import Provider

#: Endings of names that only a private network knows (RFC 6761, RFC 6762, RFC 8375, ICANN 2024).
_PRIVATE_ENDINGS = (".localhost", ".local", ".internal", ".home.arpa", ".lan")


@dataclass(frozen=True, slots=True)
class Policy:
    """`location` is "inside" or "outside" where the deployment says what its model server is; ""
    lets its address say it. `embedding` is where questions are embedded; "" is on this machine."""

    highest: Marking = Marking.OFFICIAL
    send_anyway: bool = False
    location: str = ""
    embedding: str = ""

    @classmethod
    def from_environment(cls) -> Policy:
        """Raises BadSetting."""
        given = BernardSettings.read()
        highest = Marking[given.highest_marking.replace("-", "_")]
        provider = Provider.from_settings(given) if given.embedding_model else None
        embedding = provider.base_url if provider else ""
        return cls(highest, given.personal_data == "send-anyway", given.model_location, embedding)

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
        return bool(self.embedding) and self.is_outside(self.embedding)
