"""Collects at training what the corrector needs to know about words."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from importlib import import_module
from importlib.abc import Traversable
from importlib.resources import files
from typing import Any

from bot.nlu.alternatives import Alternatives
from bot.nlu.lexicon import Lexicon
from bot.nlu.slips import Slips
from bot.nlu.spelling import SpellingCorrector
from bot.nlu.vocabulary import Alias
from bot.nlu.word_model import BREAK, NUMBER, UNKNOWN, Counts, WordModel, count
from bot.nlu.words import fold, split_words

# The dictionary gives this count to words, and to slips, that it has never met in a text.
_COUNT_OF_UNSEEN = 50
# Training examples hold slips on purpose; a word unknown to English must come up this often.
_TIMES_SEEN = 4
# Unless it is a slip for a word that comes up so many times as often: "medcal".
_OFTENER = 20
_SHORTEST_SLIP = 5
# A word that is not of our subject must be this common before something is taken for it.
_COMMON_RANK = 12_000
# Of short letter sequences, nearly each one is some abbreviation; words are used often.
_SHORT = 3
_SHORT_WORD_SEEN = 3000
_LANGUAGES = ("es", "pt", "fr", "de", "it", "tl")
# Rarer pairs of English words say nothing that the words alone do not.
_LEAST_CHANCE = 1e-4
# The most frequent words of our examples are English, whatever else they are.
_OWN_RANK = 1500
# What English texts use more often than this is English.
_ENGLISH_SHARE = 1.5e-4
# Kinds whose single words are names of one sort.
_KINDS = ("state", "certification")
# Kinds whose names are often abbreviations, of at most so many letters.
_ABBREVIATED = ("certification", "organization", "code_system", "role")
_LONGEST_ABBREVIATION = 6
_ENDS = frozenset(".?!;:…")


def collect(
    texts: Sequence[str],
    general: Sequence[str],
    aliases: Sequence[Alias],
    others: Sequence[Alias],
    places: Sequence[str],
    cities: Sequence[str],
    shorthand: Mapping[str, str],
) -> dict[str, Any]:
    """Return what `corrector` reads, as plain lists and mappings.

    Args:
        texts: the training examples in English.
        general: words of English, the most frequent first.
        aliases: the vocabulary.
        others: names of other countries and occupations.
        places: names of cities.
        cities: those of them that a misspelt word may stand for.
        shorthand: short forms and what they stand for.
    """
    english = english_counts()
    usual = {
        word for word in general if len(word) > _SHORT or english.get(word, 0) > _SHORT_WORD_SEEN
    }
    familiar = familiar_words(texts, usual)
    pieces = [piece for alias in [*aliases, *others] for piece in alias.pieces if piece.isalpha()]
    common = [word for word in general[:_COMMON_RANK] if word in usual]
    spoken = [word for word in english if "'" in word and english[word] > 20_000]
    large = [fold(name) for name in cities]
    targets = list(dict.fromkeys([*familiar, *pieces, *common, *spoken, *large]))
    stems = {*usual, *familiar, *pieces}
    known = {*stems, *english_words(english)}
    single = [(alias, alias.pieces[0]) for alias in aliases if _is_one_word(alias)]
    kinds = {
        word: f"<{alias.kind}>"
        for alias, word in single
        if alias.kind in _KINDS and not alias.upper_case_only
    }
    # "NYC" and "Minneapolis" stand where a state may stand.
    kinds |= dict.fromkeys(large, "<state>")
    kinds |= {fold(name): "<state>" for name in places if name.isalpha() and len(name) <= _SHORT}
    sentences = [*_sentences(texts, shorthand, known)]
    sentences += [list(alias.pieces) for alias in [*aliases, *others]]
    total = sum(english.values())
    shares = {word: times / total for word, times in english.items() if word in known}
    names = [fold(word.text) for name in places for word in split_words(name) if word.is_word]
    counts = count(sentences, shares, english_pairs(set(targets)), kinds)
    abbreviations = {
        word
        for alias, word in single
        if alias.kind in _ABBREVIATED and len(word) <= _LONGEST_ABBREVIATION
    }
    return {
        "counts": asdict(counts),
        "targets": targets,
        "known": sorted(stems),
        "others": sorted({*english_words(english), *names} - stems),
        "replacements": dict(shorthand),
        "abbreviations": sorted(abbreviations),
        "foreign": foreign_words(familiar[:_OWN_RANK], shares),
    }


def corrector(lists: Mapping[str, Any]) -> SpellingCorrector:
    """Return the corrector for the lists that `collect` made."""
    model = WordModel(Counts(**lists["counts"]))
    lexicon = Lexicon(lists["known"], lists["others"])
    alternatives = Alternatives(
        model, lexicon, lists["targets"], lists["replacements"], lists["abbreviations"]
    )
    return SpellingCorrector(model, alternatives, lists["foreign"])


def familiar_words(texts: Iterable[str], general_words: Collection[str]) -> list[str]:
    """Return the words of the texts that can be trusted to be spelt right, frequent ones first.

    A word counts when it is English (or formed from an English word) or comes up often, and is no
    slip for another one that comes up far oftener.
    """
    english = Lexicon(general_words)
    counts = Counter(
        fold(word.text) for text in texts for word in split_words(text) if word.is_word
    )
    slips = Slips(word for word, times in counts.items() if times >= _OFTENER * _TIMES_SEEN)

    def is_slip(word: str) -> bool:
        oftener = (counts[meant] >= _OFTENER * counts[word] for meant, _ in slips.near(word))
        return len(word) >= _SHORTEST_SLIP and any(oftener)

    return [
        word
        for word, times in counts.most_common()
        if re.fullmatch("[a-z']{2,}", word)
        and (english.knows(word) or (times >= _TIMES_SEEN and not is_slip(word)))
    ]


def english_counts() -> dict[str, int]:
    """Return English words in lower case with how often they were met."""
    # Only training needs it, and it takes a second.
    from spellchecker import (  # type: ignore[import-not-found, unused-ignore]
        SpellChecker,
    )

    counts = SpellChecker(language="en").word_frequency.dictionary
    return {
        word: times
        for word, times in counts.items()
        if times > _COUNT_OF_UNSEEN and re.fullmatch("[a-z]+(?:'[a-z]+)?", word)
    }


def english_words(counts: Mapping[str, int]) -> Iterable[str]:
    """Return the English words, without short ones that are hardly ever used."""
    return (
        word for word, times in counts.items() if len(word) > _SHORT or times > _SHORT_WORD_SEEN
    )


def english_pairs(words: Collection[str]) -> dict[str, dict[str, float]]:
    """Return how strongly English words call for one another, from 0 to 1, in texts on the web.

    The two counts are on different scales, so these are not quite chances.
    """
    folder = files("symspellpy")
    times = {
        word: int(number) for word, number in _rows(folder / "frequency_dictionary_en_82_765.txt")
    }
    pairs: dict[str, dict[str, float]] = {}
    for before, after, number in _rows(folder / "frequency_bigramdictionary_en_243_342.txt"):
        if before in words and after in words and before in times:
            chance = round(min(int(number) / times[before], 1.0), 6)
            if chance > _LEAST_CHANCE:
                pairs.setdefault(before, {})[after] = chance
    return pairs


def _rows(file: Traversable) -> Iterator[list[str]]:
    for line in file.read_text(encoding="utf-8-sig").splitlines():
        yield line.split()


def foreign_words(ours: Collection[str], shares: Mapping[str, float]) -> list[str]:
    """Return the small words of other languages, without those that are English too."""
    found = {word for language in _LANGUAGES for word in stop_words(language)}
    own = frozenset(ours)
    strange = (word for word in found if word.isalpha() and len(word) > 1 and word not in own)
    return sorted(word for word in strange if shares.get(word, 0) < _ENGLISH_SHARE)


def _is_one_word(alias: Alias) -> bool:
    return len(alias.pieces) == 1 and len(alias.pieces[0]) >= _SHORT


def _sentences(
    texts: Iterable[str], shorthand: Mapping[str, str], known: Collection[str]
) -> Iterator[list[str]]:
    for text in texts:
        sentence: list[str] = []
        for word in split_words(text):
            if word.is_word:
                folded = fold(word.text)
                full = shorthand.get(folded, folded)
                parts = [fold(one.text) for one in split_words(full)]
                sentence += [one if one in known or len(one) < _SHORT else UNKNOWN for one in parts]
            elif word.text.isdigit():
                sentence.append(NUMBER)
            elif word.text in _ENDS:
                sentence.append(BREAK)
        yield sentence


def stop_words(language: str) -> Collection[str]:
    """Return the small words of a language."""
    found: Collection[str] = import_module(f"spacy.lang.{language}.stop_words").STOP_WORDS
    return found
