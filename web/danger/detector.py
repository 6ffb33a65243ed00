"""Danger by certain words or by meaning."""

import logging
from dataclasses import dataclass
from pathlib import Path

from web.danger.meaning import MeaningClassifier, MeaningModelError
from web.danger.rules import DangerRules
from web.danger.thresholds import DOUBT, SURE, THRESHOLD

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Heard:
    """Danger that was heard: why, for maintainers, and whether it is beyond doubt."""

    reason: str
    sure: bool


class DangerDetector:
    """Hears danger in a message; safe to use from several threads."""

    def __init__(self, rules: DangerRules, meaning: MeaningClassifier | None) -> None:
        """Take the rules and the classifier; ``None`` to hear the certain words only."""
        self._rules = rules
        self._meaning = meaning

    @classmethod
    def load(cls, models: Path) -> "DangerDetector":
        """Return the detector with the newest classifier in the folder ``models``.

        When there is none or it cannot be read, this is logged and the rules work alone.
        """
        try:
            meaning = MeaningClassifier.newest(models)
        except MeaningModelError as error:
            logger.error("danger is heard by certain words only: %s", error)
            meaning = None
        return cls(DangerRules.read(), meaning)

    @property
    def hears_meaning(self) -> bool:
        """Whether the classifier is there."""
        return self._meaning is not None

    def reason(self, text: str) -> str | None:
        """Return why ``text`` is danger, or ``None`` when it is not.

        The reason is the name of a rule, or ``meaning 0.97 near <a phrase learnt from>``.
        """
        heard = self.hear(text)
        return heard.reason if heard else None

    def hear(self, text: str) -> Heard | None:
        """Return what danger ``text`` speaks of and how surely, or ``None`` when of none."""
        rule = self._rules.rule(text)
        if rule is not None and (self._meaning is None or not rule.doubtful):
            return Heard(rule.name, sure=True)
        if self._meaning is None:
            return None
        score, part = self._meaning.loudest(text)
        if rule is not None and score >= DOUBT:
            return Heard(rule.name, sure=score >= SURE)
        if score < THRESHOLD:
            return None
        reason = f"meaning {score:.2f} near {self._meaning.nearest(part)}"
        return Heard(reason, sure=score >= SURE)
