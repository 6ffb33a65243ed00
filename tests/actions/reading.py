"""How hard a text is to read: the Flesch-Kincaid grade, counted the simple way."""

import re

SENTENCE_END = re.compile(r"[.!?:](?=\s|$)|\n+(?=\S)")


def grade(text: str) -> float:
    """Return the school grade of a text; amounts count as one word of one syllable."""
    words = re.findall(r"[A-Za-z]+(?:['’-][A-Za-z]+)*|\d[\d,.]*", text)
    sentences = max(1, len([part for part in SENTENCE_END.split(text) if part.strip(" -")]))
    syllables = sum(_syllables(word) for word in words)
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


def _syllables(word: str) -> int:
    if not word.islower() and word.upper() == word:
        return 1
    silent = re.sub(r"(?<![aeiouy])(?:es|ed|e)$", "", word.lower())
    return max(1, len(re.findall(r"[aeiouy]+", silent)))
