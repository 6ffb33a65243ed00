"""Reading our own pages in tests."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from aiohttp import ClientResponse

VOID = {"meta", "link", "input", "img", "br", "hr"}


@dataclass
class Element:
    """One element with its attributes and all the text inside it."""

    name: str
    attributes: dict[str, str]
    text: str = ""


@dataclass
class Reader(HTMLParser):
    """All elements of a page in order, and a check that what was opened is closed."""

    elements: list[Element] = field(default_factory=list)
    open: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop().name == tag, f"</{tag}> closes another element"

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text += data


class Page:
    """A page that was answered."""

    def __init__(self, status: int, text: str) -> None:
        self.status = status
        self.html = text
        reader = Reader()
        reader.feed(text)
        assert reader.open == [], "elements are left open"
        self.elements = reader.elements

    @classmethod
    async def of(cls, response: ClientResponse) -> "Page":
        """Read the page of a response, after a look at its kind."""
        assert response.content_type == "text/html", await response.text()
        return cls(response.status, await response.text())

    def all(self, tag: str, /, **attributes: str) -> list[Element]:
        """The elements of a name with these attributes."""
        return [
            one
            for one in self.elements
            if one.name == tag and attributes.items() <= one.attributes.items()
        ]

    def one(self, tag: str, /, **attributes: str) -> Element:
        """The only element of a name with these attributes."""
        [found] = self.all(tag, **attributes)
        return found

    @property
    def text(self) -> str:
        """All words of the page, single spaces between them."""
        return re.sub(r"\s+", " ", self.one("body").text)

    @property
    def ids(self) -> list[str]:
        return [one.attributes["id"] for one in self.elements if "id" in one.attributes]

    @property
    def addresses(self) -> list[str]:
        """Where the links of the page lead."""
        return [one.attributes["href"] for one in self.all("a")]
