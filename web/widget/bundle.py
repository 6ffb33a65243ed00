"""Makes one classic script out of the widget's ES modules, with nothing but Python.

A new machine has no Node, so there is no JavaScript tool to lean on. The modules keep to a small
part of the language that is easy to join: imports of names from a file beside them, one line each,
at the top; exports before declarations; no name used twice. Whatever breaks that is an error here.
"""

import base64
import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

IMPORT = re.compile(r'^import (?:\{ ([\w$, ]+) \}|(\w+)) from "\./([\w.-]+)";$')
EXPORT = re.compile(r"^export ((?:async )?(?:function|class|const) )", re.MULTILINE)
DECLARATION = re.compile(r"^(?:async )?(?:function|class|const|let) (\w+)", re.MULTILINE)
EXPORTED = re.compile(r"^export (?:async )?(?:function|class|const) (\w+)", re.MULTILINE)
# Strings, templates (none inside another), comments and regular expressions.
LITERAL = re.compile(
    r"""("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|//[^\n]*|/\*.*?\*/"""
    r"""|(?:(?<=[(,=:?!;])|(?<=[(,=:?!;]\ ))/(?:[^/\\\n\[]|\\.|\[(?:[^]\\\n]|\\.)*])+/[a-z]*)""",
    re.DOTALL,
)
MAIN = "main.js"


class BundleError(ValueError):
    """A module is not written in the way the bundler understands; the message says where."""


@dataclass(frozen=True)
class Bundle:
    """The widget as one file."""

    content: bytes

    @property
    def version(self) -> str:
        """Part of the address that stands for exactly this content, 12 hexadecimal digits."""
        return hashlib.sha256(self.content).hexdigest()[:12]

    @property
    def integrity(self) -> str:
        """The value of a script element's ``integrity`` attribute."""
        return "sha384-" + base64.b64encode(hashlib.sha384(self.content).digest()).decode("ascii")


def make_bundle(folder: Path) -> Bundle:
    """Join the modules under ``folder`` that ``main.js`` needs.

    Raises:
        BundleError: for an import, export or name that the bundler does not understand.
        OSError: when a module cannot be read.
    """
    parts: dict[str, str] = {}
    _add(folder, MAIN, parts, on_the_way=())
    joined = "\n".join(parts.values())
    names = DECLARATION.findall(joined)
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise BundleError(f"declared in two modules: {', '.join(twice)}")
    return Bundle(f'(() => {{\n"use strict";\n{_shorten(joined)}\n}})();\n'.encode())


def _add(folder: Path, file: str, parts: dict[str, str], on_the_way: tuple[str, ...]) -> None:
    """Put the module ``file`` into ``parts``, behind everything that it imports."""
    if file in on_the_way:
        raise BundleError(f"modules import each other: {' -> '.join((*on_the_way, file))}")
    if file in parts:
        return
    lines = []
    for number, line in enumerate((folder / file).read_text(encoding="utf-8").splitlines(), 1):
        if not line.startswith("import "):
            lines.append(line)
            continue
        found = IMPORT.match(line)
        if not found:
            raise BundleError(f"{file}:{number}: an import the bundler does not understand")
        names, whole, imported = found.groups()
        if whole:
            parts.setdefault(imported, _as_constant(folder / imported, whole))
        else:
            _add(folder, imported, parts, (*on_the_way, file))
            _check_names(folder / imported, names, f"{file}:{number}")
    source = EXPORT.sub(r"\1", "\n".join(lines))
    if "\nexport " in f"\n{source}":
        raise BundleError(f"{file}: an export the bundler does not understand")
    parts[file] = source


def _check_names(module: Path, names: str, where: str) -> None:
    exported = EXPORTED.findall(module.read_text(encoding="utf-8"))
    for name in names.split(", "):
        if name not in exported:
            raise BundleError(f"{where}: {module.name} does not export {name}")


def _as_constant(file: Path, name: str) -> str:
    """A stylesheet becomes a string, JSON becomes the value that it spells."""
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".json":
        value = json.loads(text)
    elif file.suffix == ".css":
        value = _shorten_style(text)
    else:
        raise BundleError(f"{file.name}: only JSON and stylesheets are imported as a whole")
    compact = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return f"const {name} = {compact};"


def _shorten(source: str) -> str:
    """Leave out what only people need, such as comments; literals stay as they are.

    Every statement of the modules ends with a semicolon, so no end of a line means anything.
    """
    # Comments first: what stood around one is then a single piece of white space.
    parts = LITERAL.split(LITERAL.sub(_without_comment, source))
    for place, part in enumerate(parts):
        if place % 2 == 0:  # between literals
            part = re.sub(r"\s+", " ", part)
            part = re.sub(r" ?([{}()\[\];,=<>?:&|!+*%-]) ?", r"\1", part)
            part = re.sub(r"[;,](?=[})\]])", "", part)
            parts[place] = re.sub(r"(?<![\w$])\((\w+)\)=>", r"\1=>", part)
    return "".join(parts).strip()


def _without_comment(literal: re.Match[str]) -> str:
    return " " if literal[0].startswith(("//", "/*")) else literal[0]


def _shorten_style(style: str) -> str:
    style = re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)
    style = re.sub(r"\s+", " ", style)
    style = re.sub(r"(?<![\d.#\w])0\.", ".", style)
    style = re.sub(r'="([a-z]+)"]', r"=\1]", style)
    return re.sub(r" ?([{};,>]) ?|(:) ", r"\1\2", style).replace(";}", "}").strip()
