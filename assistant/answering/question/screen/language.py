"""Whether a question is in English: without a language model nothing else can be answered."""

from __future__ import annotations

from knowledge.language.words import STOP_WORDS, words

#: Words of a message from which its language shows.
FEWEST = 4
#: The commonest small words of the languages spoken most in the United Kingdom beside English, and
#: of its nearest neighbours, that are no English words.
_OTHERS = frozenset((
    "yr", "ym", "mae", "sydd", "fy", "eich", "ei", "na", "nie", "jest", "czy", "ile", "moge",
    "z", "si", "de", "la", "le", "les", "des", "du", "une", "est", "puis", "combien", "quel",
    "quelle", "der", "das", "und", "ist", "wie", "viele", "ich", "kann", "el", "los", "las",
    "cuantos", "puedo", "por", "para", "que", "il", "di", "che", "quanti", "posso", "sono",
    "um", "uma", "quantos", "nu", "ce", "cate"
))  # fmt: skip


#: Of its words, the share that the embedding model has whole, below which a text is no English
#: unless small words say so: reached by all but 9 of 3,223 English questions, by none of ten in
#: Welsh and half of ten in French (docs/measurements.md).
KNOWN, FEWEST_KNOWN, SMALL = 0.55, 3, 0.4


def is_english(text: str, known: float = 1.0) -> bool:
    """Any English small word is enough, and so is too little to tell; but not where most words are
    none that are `known`."""
    said = words(text)
    small = [one for one in said if len(one) > 1 and one not in _OTHERS and one in STOP_WORDS]
    if len(said) >= FEWEST_KNOWN and known < KNOWN and len(small) < SMALL * len(said):
        return False
    if len(said) < FEWEST or small:  # "i" is Welsh too
        return True
    return not any(word in _OTHERS for word in said) and text.isascii()
