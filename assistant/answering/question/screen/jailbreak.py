"""Questions that are orders to the assistant: to drop its rules, to be another, to tell its orders.

Fixed rules, so that the same question always has the same answer and each refusal can be explained.
An order counts where it is given ("Ignore all previous instructions"), not where it is asked about
("May I ignore instructions from my manager?").
"""

from __future__ import annotations

import re
import unicodedata

# Where an order may begin: at the start, behind a full stop, colon, bracket or quote, or behind a
# word of urging.
_BEGINS = (
    r"(?:^|[.!?:;,>}\])\"'“”‘’\n-]\s*|\b(?:please|now|and|then|but|also|just|actually|must|will|to|"
    r"let's|nevermind|you|should|i want you to)\s+)(?:(?:please|now|just|always|completely)\s+)*"
)
_DROP = (
    r"(?:ignore|disregard|forget|overlook|override|bypass|neglect|skip|drop|violate|"
    r"do not (?:follow|obey)|don't (?:follow|obey)|stop (?:following|obeying))"
)
_ORDERS = (
    r"(?:instructions?|prompts?|commands?|directives?|guardrails?|programming|training|restrictions?|"
    r"system (?:prompt|message)|content polic(?:y|ies)|safety (?:rules|guidelines|polic(?:y|ies))|"
    r"orders)"
)
_GIVEN = r"(?:all|any|every|your|my|the|these|those|previous|prior|above|earlier|preceding|of|and|"
_GIVEN += r"following|initial|original|other|existing|current|last|past|about|ones?)"
_LAWLESS = (
    r"(?:unrestricted|unfiltered|uncensored|(?:no|without(?: any)?) (?:rules|restrictions|limits|"
    r"limitations|filters?|ethics?))"
)

_PART_OF = (
    r"(?:the )?(?:(?:\w+ ){0,2}(?:value|texts?|contents?|letters?|characters?|words?|half|rest|"
    r"hash)(?: of| in) )?"
)
_SECRET = (
    r"your (?:secret |own |admin )?(?:password|passphrase|secret key|api key|secret code)\b"
    r"(?!\s+(?:polic|rule|requirement|guid|standard|manager|reset))"
)

_RULES: dict[str, tuple[str, ...]] = {
    "drop its rules": (
        rf"{_BEGINS}{_DROP}\s+(?:{_GIVEN}\s+){{1,6}}(?:\w+\s+)?{_ORDERS}\b",
        rf"{_BEGINS}{_DROP}\s+(?:{_GIVEN}\s+){{1,4}}(?:rules|guidelines|polic(?:y|ies))\s+"
        r"(?:you|that (?:you|tell you)|given to you)",
        rf"{_BEGINS}{_DROP}\s+{_ORDERS}\s+(?:you|given|above|before)",
        rf"{_BEGINS}{_DROP}\s+(?:all|everything|everthing|anything|what)\s+(?:that\s+)?"
        r"(?:you(?:'ve| have| were| are|r)?|i|above|before|said|was)\b",
        rf"{_BEGINS}{_DROP}\s+(?:the|all|everything)\s+(?:of the\s+)?(?:above|before)\W{{0,3}}"
        r"(?:and|then|text)?\W{0,3}(?:instead\W)?(?:just\s+)?"
        r"(?:say|print|repeat|output|write|respond|reply|reveal|ignore|give me|show)\b",
        r"(?:ignore the above\W+){2,}",
        r"\bstop everything\b.{0,40}\b(?:print|say|output|repeat)\b",
        r"\byou (?:are|have been) (?:now )?(?:freed|released|liberated|jailbroken|unrestricted|"
        r"unchained)\b",
        r"\bnew (?:system )?instructions?\s*[:=]",
    ),
    "be another": (
        r"\bdo anything now\b",
        r"\b(?:dan|developer|debug|god|maintenance|jailbreak|sudo|override|unrestricted|evil|root)"
        r"\W{0,2}\s*mode\W{0,2}\s*(?:enabled|activated|engaged)",
        r"\b(?:enter|entering|activate|activating|enable|simulate|switch to|switching to|now in)\s+"
        r"(?:\w+\s+){0,3}[\"'‘“]?(?:\w+\s+)?(?:dan|god|debug|jailbreak|sudo|override|unrestricted|"
        r"evil|maintenance)\s+mode\b",
        r"\byou(?:'re| are| will| must| have to)?\s+(?:now\s+|going to\s+|about to\s+)*"
        r"(?:act|pretend|behave|respond|roleplay|role-play|play|simulate|immerse)\b.{0,80}"
        rf"\b(?:dan|dude|stan|jailbreak|evil|role of|another (?:ai|artificial|al )|{_LAWLESS})\b",
        rf"{_BEGINS}(?:act|pretend|behave|respond|answer|roleplay|role-play)\b.{{0,80}}"
        rf"\b{_LAWLESS}\b",
        r"\b(?:stay in|break|broke|break out of) character\b",
        r"\bfreed? from (?:the |your |its |all )?(?:typical )?(?:confines|restrictions|rules)",
        r"\bi am (?:god|your (?:creator|developer|owner|administrator))\b",
        r"\bi'm (?:god|your (?:creator|developer|owner|administrator))\b",
        r"\bas an ai developed by\b",
        r"\byour (?:responses|content policy|interpretation)\b.{0,120}\b(?:openai|restrictive|"
        r"inconsistent)",
    ),
    "tell its orders": (
        r"\b(?:reveal|show|print|repeat|output|display|leak|tell|give|share|disclose|summari[sz]e|"
        r"translate|spell|encode|write(?: out| down)?|what (?:is|are|was|were)|what's|expose)\b"
        r"[^.?!\n]{0,60}\b(?:your|the)\s+(?:(?:own|full|exact|entire|complete|first|very)\s+)*"
        r"(?:system|initial|hidden|original|developer|secret|internal|confidential|pre)[ -]?"
        r"(?:prompt|instructions?|message|directives?|preamble|key|string)",
        r"\b(?:reveal|show|print|repeat|output|display|leak|disclose|ignore)\s+(?:me\s+)?(?:all\s+)?"
        r"(?:of\s+)?your\s+(?:\w+\s+)?(?:prompt|instructions|rules|guidelines|directives)\b",
        r"\b(?:repeat|print|output|copy|write)\b[^.?!\n]{0,40}\b(?:text|words|everything|all|sentences?"
        r"|lines?)\b[^.?!\n]{0,20}\babove\b",
        r"\bwhat (?:were|are) you (?:told|instructed) (?:to|not to|before|above)\b",
        # "Tell me … your password", "reveal your password", "what is your password"; not "You must
        # never share your password", nor what the rules on it are.
        r"\b(?:tell|give|show|confirm|reveal|send|disclose|share)\b(?:(?!\bhow\b|\bwhen\b)[^.?!\n]){0,20}"
        rf"\b(?:me|us)\b(?:(?!\bhow\b|\bwhen\b|\bwhat\b)[^.?!\n]){{0,40}}\b{_SECRET}",
        r"(?<!must not )(?<!should not )(?<!do not )(?<!don't )(?<!never )(?<!not ever )"
        rf"\b(?:tell|give|show|confirm|reveal|send|disclose|share)\s+{_PART_OF}{_SECRET}"
        r"(?=\s*(?:$|[.?!,;]|(?:with|to) (?:me|us)\b|now\b|please\b))",
        rf"\bwhat(?:'s| is| are| was| would be)\s+{_PART_OF}{_SECRET}",
    ),
    "pass for the system": (
        r"<\|?\s*/?\s*(?:im_start|im_end|system|endoftext|assistant)\s*(?:mode)?\s*\|?>",
        r"\[/?(?:inst|sys|system)\]|<</?sys>>",
        r"^\s*(?:#{1,4}\s*)?(?:system|assistant|developer)\s*(?:prompt|message|override|note)?\s*:",
        r"^\s*(?:begin|end) (?:source|conversation) \w+",
    ),
    "drop its rules, in another language": (
        r"\bignor\w*\s+(?:todas?\s+)?(?:las\s+|tus\s+)?instrucciones",
        r"\bolvida\s+(?:todas?\s+)?(?:las\s+|tus\s+)?instrucciones",
        r"\bignore[zr]?\s+(?:toutes?\s+)?(?:les\s+|tes\s+|vos\s+|ces\s+)(?:\w+\s+)?instructions",
        r"\boublie[zr]?\s+(?:toutes?\s+)?(?:les\s+|tes\s+|vos\s+)(?:\w+\s+)?(?:instructions|consignes)",
        r"\bignorier\w*\s+(?:sie\s+)?(?:alle\s+)?(?:\w+\s+)?(?:anweisungen|befehle|instruktionen)",
        r"\bvergiss\s+(?:alle\s+)?(?:\w+\s+)?(?:anweisungen|befehle|instruktionen)",
        r"\bignor\w*\s+(?:tutte\s+)?(?:le\s+)?(?:\w+\s+)?istruzioni",
        r"\bignor\w*\s+(?:todas?\s+)?(?:as\s+)?(?:\w+\s+)?instruç[õo]es",
        r"\b(?:игнорир\w+|забудь\w*)\s+(?:все\s+)?(?:\w+\s+)?(?:инструкци|указани)",
        r"(?:निर्देश\w*).{0,12}(?:अनदेखी|नज़रअंदाज़|भूल)",
        r"忽略.{0,8}(?:指令|指示|说明|提示)|無視.{0,8}(?:指示|命令)|(?:指示|命令).{0,6}無視",
        r"تجاهل.{0,12}(?:التعليمات|الأوامر)",
    ),
}
_COMPILED = {
    kind: re.compile("|".join(f"(?:{rule})" for rule in rules), re.IGNORECASE | re.MULTILINE)
    for kind, rules in _RULES.items()
}

#: Letters of other scripts that look like Latin ones (Unicode's confusables, the common part).
_LOOKALIKES = str.maketrans(
    "аеорсухіјѕԁһԛԝӏвкмнтзАВЕКМНОРСТУХІЈЅοαεικνρτυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aeopcyxijsdhqwlbkmnt3ABEKMHOPCTYXIJSoaeikvptuxABEZHIKMNOPTYX",
)
_SPACED_OUT = re.compile(r"\b(?:\w[ ._*\-]){4,}\w\b")


def jailbreak(text: str) -> str:
    """What the question orders ("drop its rules"), or ""."""
    plain = _plain(text)
    for form in dict.fromkeys((plain, _latin(plain))):
        for kind, rule in _COMPILED.items():
            if rule.search(form):
                return kind
    return ""


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).replace("’", "'")
    return re.sub(r"\s*\n\s*", "\n", re.sub(r"[ \t]+", " ", text))


def _latin(text: str) -> str:
    """Look-alike letters as Latin ones, accents off, "i g n o r e" closed up."""
    text = unicodedata.normalize("NFKD", text.translate(_LOOKALIKES))
    text = "".join(c for c in text if not unicodedata.combining(c))
    return _SPACED_OUT.sub(lambda match: re.sub(r"[ ._*\-]", "", match[0]), text)
