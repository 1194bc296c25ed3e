"""A greeting, thanks, or a question about Bernard himself: no document answers it, and none should
be quoted for it. Only where the whole message is that; "Thanks, and who signs it?" is a question.
"""

from __future__ import annotations

import re

HELLO = "Hello. Ask about the department's policies, in your own words."
WELCOME = "You are welcome. Ask on whenever you like."
ABOUT = (
    "Bernard answers questions from the department's policy documents and shows where each "
    "sentence stands in them. Ask in your own words, as you would ask a colleague. The Help page "
    "says more."
)

#: Marks, quotes and pictures; commas and apostrophes are parts of what is said.
_NO_WORDS = re.compile(r"[^\w\s,']|,\s*$")
_TO_HIM = r"(?:,? (?:there|bernard|all|everyone|again))?"
_REPLIES = {
    HELLO: re.compile(
        rf"(?:hi+|hello|hey|hiya|greetings|good (?:morning|afternoon|evening|day)|"
        rf"how are you){_TO_HIM}"
    ),
    WELCOME: re.compile(
        r"(?:ok(?:ay)?,? |great,? |brilliant,? |perfect,? )?(?:(?:many )?thanks|thank you|thankyou|"
        r"cheers|ta|bye|goodbye)(?: (?:very|so) much| a lot| a million)?"
        r"(?: for (?:your|the|that|all your) (?:help|answer|information))?"
        rf"(?:,? that(?:'s| is| was) (?:great|helpful|useful|perfect|all)|,? that helps)?{_TO_HIM}"
    ),
    ABOUT: re.compile(
        r"(?:so |and )?(?:(?:who|what) (?:are you|is bernard)|"
        r"what (?:can|do) (?:you|bernard) do(?: for me)?|what can i ask(?: you)?|"
        r"how (?:do|does) (?:you|bernard) work|how (?:do|can) i use (?:you|bernard)|"
        r"(?:can|could) you help(?: me)?|help(?: me)?(?: please)?|"
        r"are you (?:a |an )?(?:human|person|robot|bot|machine|ai|real))"
    ),
}


def small_talk(message: str) -> str:
    """The reply to it, or ""."""
    plain = " ".join(_NO_WORDS.sub(" ", message.replace("’", "'").lower()).split())
    return next((reply for reply, said in _REPLIES.items() if said.fullmatch(plain)), "")
