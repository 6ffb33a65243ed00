"""What the corrector chooses from: readings of a word, each with its cost."""

from dataclasses import dataclass

from bot.nlu.words import fold, split_words

# A space left out, or put inside a word.
SPACE = 6.0


@dataclass(frozen=True)
class Option:
    """One reading of one or two words of a message.

    `words` are its words for the word model, `cost` is what the slip costs. `text` takes the
    place of what was typed; None leaves it. `takes` is how many typed words it stands for.
    `parts` are the words that were written together, with how many letters each takes.
    """

    words: tuple[str, ...]
    cost: float
    text: str | None = None
    takes: int = 1
    parts: tuple[tuple[str, int], ...] = ()


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text, as the word model knows them."""
    return tuple(fold(word.text) for word in split_words(text))
