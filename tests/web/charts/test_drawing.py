"""The pictures: plain SVG that a strict policy lets through."""

import re
from xml.etree import ElementTree

import pytest

from knowledge import KnowledgeBase
from tests.web.charts.test_content import ALL, chart
from web.charts.drawing import COLOURS, draw


@pytest.fixture(scope="module")
def pictures(knowledge: KnowledgeBase) -> list[bytes]:
    return [draw(chart(knowledge, name, **more)) for name, more in ALL]


def test_a_picture_is_valid_and_needs_no_style_script_or_other_file(
    pictures: list[bytes],
) -> None:
    for picture in pictures:
        text = picture.decode()
        root = ElementTree.fromstring(text)
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        names = {element.tag.rpartition("}")[2] for element in root.iter()}
        assert names <= {"svg", "defs", "g", "path", "use", "clipPath", "rect", "pattern"}
        assert "style" not in text
        links = re.findall(r'(?:href|src)="([^"]+)"', text)
        assert all(link.startswith("#") for link in links)


def test_the_same_chart_gives_the_same_bytes(
    knowledge: KnowledgeBase, pictures: list[bytes]
) -> None:
    name, more = ALL[3]

    assert draw(chart(knowledge, name, **more)) == pictures[3]


def test_a_picture_is_small(pictures: list[bytes]) -> None:
    assert max(len(picture) for picture in pictures) < 200_000


def test_the_two_colours_differ_in_brightness_for_every_eye_and_printer() -> None:
    def brightness(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        ]
        return sum(
            weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True)
        )

    dark, light = sorted(brightness(colour) for colour in COLOURS)

    assert (light + 0.05) / (dark + 0.05) >= 3
    assert 1.05 / (dark + 0.05) >= 3
