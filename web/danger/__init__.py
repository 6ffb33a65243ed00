"""Decides whether a message speaks of self-harm, suicide, abuse or a threat.

Two ears: the certain words of ``rules.yml``, and a classifier that compares the meaning with the
phrases of ``data/danger``. Neither needs Rasa; without the classifier the words alone are heard.
"""

from functools import cache
from pathlib import Path

from web.danger.detector import DangerDetector, Heard

__all__ = ["Heard", "hear", "hears_meaning"]

MODELS = Path(__file__).parents[2] / "models"


def hear(text: str) -> Heard | None:
    """Return whether ``text`` speaks of self-harm, suicide, abuse or a threat, and how surely.

    English and basic Spanish; ``None`` when of none of that. Made to be quiet about figures of
    speech ("this exam is killing me") and about such words in coding questions ("the code for a
    suicide attempt").
    """
    return _detector().hear(text)


def hears_meaning() -> bool:
    """Return whether the classifier is there, and not the certain words alone."""
    return _detector().hears_meaning


@cache
def _detector() -> DangerDetector:
    return DangerDetector.load(MODELS)
