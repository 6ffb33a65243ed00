"""Reads YAML so that every value can be traced to its line."""

import dataclasses
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

try:
    from yaml import CSafeLoader as SafeLoader
except ImportError:  # PyYAML built without libyaml: slower, otherwise the same
    from yaml import SafeLoader  # type: ignore[assignment]

type_float = "tag:yaml.org,2002:float"


class YamlError(ValueError):
    """The text is no usable YAML. `line` is where (1 is the first line)."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


@dataclasses.dataclass(frozen=True, slots=True)
class Parsed:
    """The data of a YAML file and the line of each value, by its path of keys and positions."""

    data: Any
    lines: dict[tuple[str | int, ...], int]

    def line(self, *path: str | int) -> int:
        """Return the line of the value at `path`, or of the nearest value around it."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return 1


class _Loader(SafeLoader):
    """Numbers with a point become exact Decimals."""


def _exact(loader: _Loader, node: yaml.ScalarNode) -> Decimal:
    text = str(loader.construct_scalar(node)).replace("_", "")
    try:
        return Decimal(text)
    except ArithmeticError:
        raise YamlError(node.start_mark.line + 1, f"{text} is not a plain number") from None


_Loader.add_constructor(type_float, _exact)


def parse(text: str) -> Parsed:
    """Parse one YAML document.

    Raises:
        YamlError: the text is not YAML, or a mapping has a key twice.
    """
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return Parsed(None, {})
        lines: dict[tuple[str | int, ...], int] = {}
        _walk(node, (), node.start_mark.line + 1, lines)
        return Parsed(loader.construct_document(node), lines)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise YamlError(mark.line + 1 if mark else 1, error.problem or str(error)) from error
    except yaml.YAMLError as error:
        raise YamlError(1, str(error)) from error
    finally:
        loader.dispose()


def read(path: Path) -> Parsed:
    """Parse a YAML file (UTF-8).

    Raises:
        YamlError: the file is not UTF-8 or not usable YAML.
        OSError: the file cannot be read.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise YamlError(1, "the file is not UTF-8") from error
    return parse(text)


def _walk(
    node: yaml.Node,
    path: tuple[str | int, ...],
    line: int,
    lines: dict[tuple[str | int, ...], int],
) -> None:
    lines[path] = line
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            key_line = key.start_mark.line + 1
            if key.value in seen:
                raise YamlError(key_line, f"the key {key.value!r} stands twice")
            seen.add(key.value)
            _walk(value, (*path, key.value), key_line, lines)
    elif isinstance(node, yaml.SequenceNode):
        for position, item in enumerate(node.value):
            _walk(item, (*path, position), item.start_mark.line + 1, lines)
