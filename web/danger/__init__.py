"""Decides whether a message speaks of self-harm, suicide, abuse or a threat.

Two ears: the certain words of ``rules.yml``, and a classifier that compares the meaning with the
phrases of ``data/danger``. Neither needs Rasa; without the classifier the words alone are heard.
"""

from functools import cache
from pathlib import Path

from web.danger.detector import DangerDetector, Heard

__all__ = ["Heard", "danger_in", "hear", "hears_meaning"]

MODELS = Path(__file__).parents[2] / "models"


def danger_in(text: str) -> bool:
    """Return whether ``text`` speaks of self-harm, suicide, abuse or a threat to anybody.

    English and basic Spanish. Made to be quiet about figures of speech ("this exam is killing
    me") and about such words in coding questions ("the code for a suicide attempt").
    """
    return hear(text) is not None


def hear(text: str) -> Heard | None:
    """Return what danger ``text`` speaks of and how surely, or ``None`` when of none."""
    return _detector().hear(text)


def hears_meaning() -> bool:
    """Return whether the classifier is there, and not the certain words alone."""
    return _detector().hears_meaning


@cache
def _detector() -> DangerDetector:
    return DangerDetector.load(MODELS)
