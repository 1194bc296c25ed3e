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


def is_english(text: str) -> bool:
    """Any English small word is enough, and so is too little to tell."""
    said = words(text)
    small = (word for word in said if len(word) > 1 and word not in _OTHERS)  # "i" is Welsh too
    if len(said) < FEWEST or any(word in STOP_WORDS for word in small):
        return True
    return not any(word in _OTHERS for word in said) and text.isascii()
