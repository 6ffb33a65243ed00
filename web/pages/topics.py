"""The topics of the facts pages, their groups and the words around them."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).with_name("topics.yml")


@dataclass(frozen=True)
class Topic:
    """One page of facts; ``id`` is the knowledge's, ``slug`` stands in the address."""

    id: str
    title: str
    group: str
    caution: str

    @property
    def slug(self) -> str:
        """The topic in an address."""
        return self.id.replace("_", "-")


@dataclass(frozen=True)
class Group:
    """Topics that belong together."""

    title: str
    topics: tuple[Topic, ...]


@cache
def read_groups() -> tuple[Group, ...]:
    """Return all groups in the order of the index."""
    content = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return tuple(
        Group(
            group["title"],
            tuple(
                Topic(name, title, group["title"], group["caution"])
                for name, title in group["topics"].items()
            ),
        )
        for group in content["groups"]
    )


@cache
def read_standings() -> dict[str, str]:
    """Return what is said about facts that do not lead, by their standing."""
    words: dict[str, str] = yaml.safe_load(FILE.read_text(encoding="utf-8"))["standings"]
    return words


def topics_by_slug() -> dict[str, Topic]:
    """Return all topics by the word in their address."""
    return {topic.slug: topic for group in read_groups() for topic in group.topics}


def topics_by_id() -> dict[str, Topic]:
    """Return all topics by the knowledge's name."""
    return {topic.id: topic for group in read_groups() for topic in group.topics}
