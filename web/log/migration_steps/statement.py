"""What a step between two versions is made of."""

from collections.abc import Mapping

# One statement for both databases, or those of each by the name of its dialect.
Statement = str | Mapping[str, tuple[str, ...]]
