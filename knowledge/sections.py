"""Finds the sections of a document by the headings that sources.yml lists."""

import re
from collections import defaultdict
from collections.abc import Sequence


def split(text: str, headings: Sequence[str]) -> tuple[dict[str, list[str]], list[str]]:
    """Cut a document into sections.

    A heading matches the start of a line, whatever its case, quotes and leading symbols; a line
    that is the heading and nothing more is preferred. Headings are taken in document order, so the
    same heading may be listed as often as it occurs. Text before the second heading belongs to the
    first, which need not stand in the document itself.

    Returns:
        The texts of each heading's sections, and the headings that were not found.
    """
    lines = text.splitlines()
    plain = [_plain(line) for line in lines]
    starts: list[tuple[int, str]] = []
    missing: list[str] = []
    after = 0
    for position, heading in enumerate(headings):
        found = _find(plain, _plain(heading), after)
        if position == 0:
            starts.append((0, heading))
            # A title that is not printed must not swallow a later line that begins like it.
            after = 1 if found == 0 else 0
        elif found is None:
            missing.append(heading)
        else:
            starts.append((found, heading))
            after = found + 1
    ends = [start for start, _ in starts[1:]] + [len(lines)]
    sections: dict[str, list[str]] = defaultdict(list)
    for (start, heading), end in zip(starts, ends, strict=True):
        sections[heading].append("\n".join(lines[start:end]))
    return dict(sections), missing


def _find(lines: Sequence[str], heading: str, after: int) -> int | None:
    begins = None
    for number in range(after, len(lines)):
        if lines[number] == heading:
            return number
        if begins is None and lines[number].startswith(heading):
            begins = number
    return begins


def _plain(line: str) -> str:
    line = line.translate(str.maketrans("’‘“”\xa0", "''\"\" ")).lower()
    return " ".join(re.sub(r"^[^\w\"'$]+", "", line).split())
