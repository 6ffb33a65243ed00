"""The floor of every topic, and of all together: below it, the tests fail."""

from collections.abc import Mapping
from pathlib import Path

import yaml

from evaluation.held_out import FOLDER
from evaluation.measurement import Measurement
from evaluation.tally import Tally, total

FILE = FOLDER / "floors.yml"
ALL = "(all)"
"""The row of all topics together."""
MARGIN_POINTS = 3.0
MARGIN_POINTS_OF_ALL = 0.5
"""Of thousands of questions. One more training moves a topic, but hardly the sum of them."""

Floors = Mapping[str, Mapping[str, float]]
"""For each topic the lowest per cent of `intent` and of `right` that is accepted."""

_HEAD = """\
# Lowest accepted per cent of questions understood (intent) and answered rightly (right), by topic.
# Written by `make floors` from a measured run: what was measured, less one question or three
# points, whichever is more; of all together, half a point. Raise them when a topic gets better;
# lower them only with a reason.
"""


def floor_of(tally: Tally, margin: float | None = None) -> float:
    """Return the floor for what was measured, in per cent, never below 0.

    Args:
        tally: what was measured of a topic.
        margin: by how many points the floor is lower; None for that of a topic.
    """
    if margin is None:
        margin = max(MARGIN_POINTS, 100 / tally.all)
    return max(0.0, int((100 * tally.right / tally.all - margin) * 10) / 10)


def floors_of(measured: Measurement) -> Floors:
    """Return the floors of a run in which the dialogue was measured."""
    assert measured.dialogue is not None  # noqa: S101
    intent, right = measured.understanding.intent, measured.dialogue.questions
    together = {
        "intent": floor_of(total(intent.values()), MARGIN_POINTS_OF_ALL),
        "right": floor_of(total(right.values()), MARGIN_POINTS_OF_ALL),
    }
    topics = {
        topic: {"intent": floor_of(tally), "right": floor_of(right[topic])}
        for topic, tally in sorted(intent.items())
    }
    return {ALL: together, **topics}


def write_floors(floors: Floors, file: Path = FILE) -> None:
    """Write the floors to the file that the tests read."""
    lines = [
        f'"{topic}": {{intent: {one["intent"]}, right: {one["right"]}}}'
        if topic.startswith("(")
        else f"{topic}: {{intent: {one['intent']}, right: {one['right']}}}"
        for topic, one in floors.items()
    ]
    file.write_text(_HEAD + "\n".join(lines) + "\n", encoding="utf-8")


def read_floors(file: Path = FILE) -> Floors:
    """Return the floors; there must be some."""
    floors: dict[str, dict[str, float]] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return floors
