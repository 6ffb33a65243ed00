"""The bundler: what it joins, what it leaves out, what it refuses."""

import gzip
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from web.widget.bundle import BundleError, make_bundle
from web.widget.routes import SOURCE

MOST_BYTES = 12_000


def write(folder: Path, **modules: str) -> Path:
    for name, source in modules.items():
        file = name.replace("_", ".") if "_" in name else f"{name}.js"
        (folder / file).write_text(source, encoding="utf-8")
    return folder


def test_the_widget_is_at_most_12_kilobytes_gzipped() -> None:
    assert len(gzip.compress(make_bundle(SOURCE).content, 9)) <= MOST_BYTES


def test_what_is_imported_comes_first_and_once(tmp_path: Path) -> None:
    write(
        tmp_path,
        main='import { a } from "./a.js";\nimport { b } from "./b.js";\nuse(a, b);\n',
        a='import { b } from "./b.js";\nexport const a = b;\n',
        b="export const b = 1;\n",
    )
    script = make_bundle(tmp_path).content.decode()
    assert script == '(() => {\n"use strict";\nconst b=1;const a=b;use(a,b);\n})();\n'


def test_comments_go_and_literals_stay(tmp_path: Path) -> None:
    kept = ['"a // b  c"', "`x  ${ y } /* z */`", r"/\/\/  [/]+/g"]
    write(
        tmp_path,
        main="/** Says. */\n" + "".join(f"say({one}); // said\n" for one in kept) + "/* end */",
    )
    script = make_bundle(tmp_path).content.decode()
    assert [one for one in kept if f"say({one});" not in script] == []
    assert [word for word in ("Says", "said", "end") if word in script] == []


def test_a_stylesheet_becomes_a_string_and_json_a_value(tmp_path: Path) -> None:
    write(
        tmp_path,
        main='import STYLE from "./a.css";\nimport WORDS from "./w.json";\nuse(STYLE, WORDS);\n',
        a_css='/* why */\na {\n  margin: 0.5em auto;\n}\n\n.b > [c="d"] {\n  color: #fff;\n}\n',
        w_json='{"hello": "¡Hola!"}',
    )
    script = make_bundle(tmp_path).content.decode()
    assert 'STYLE="a{margin:.5em auto}.b>[c=d]{color:#fff}"' in script
    assert 'WORDS={"hello":"¡Hola!"}' in script


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ('import * as all from "./a.js";', "main.js:1: an import"),
        ('import { missing } from "./a.js";', "does not export missing"),
        ("export default 1;", "main.js: an export"),
        ('import { a } from "./a.js";\nconst a2 = 1;\nfunction other() {}', "two modules: other"),
        ('import { c } from "./c.js";', "import each other: main.js -> c.js -> main.js"),
    ],
)
def test_what_it_does_not_understand_is_an_error(
    tmp_path: Path, source: str, complaint: str
) -> None:
    write(
        tmp_path,
        main=source,
        a="export const a = 1;\nconst other = 2;\n",
        c='import { d } from "./main.js";\nexport const c = 1;\n',
    )
    with pytest.raises(BundleError, match=re.escape(complaint)):
        make_bundle(tmp_path)


def test_version_and_integrity_change_with_the_content(tmp_path: Path) -> None:
    first = make_bundle(write(tmp_path, main="one();\n"))
    second = make_bundle(write(tmp_path, main="two();\n"))
    assert first.version != second.version
    assert first.integrity != second.integrity
    assert re.fullmatch(r"sha384-[A-Za-z0-9+/]{64}", first.integrity)


def test_every_language_has_the_same_strings_with_the_same_placeholders() -> None:
    english, spanish = (
        json.loads((SOURCE / f"{language}.json").read_text(encoding="utf-8"))
        for language in ("en", "es")
    )
    holes = [
        {key: sorted(re.findall(r"\{\w+\}", text)) for key, text in one.items()}
        for one in (english, spanish)
    ]
    assert holes[0] == holes[1]


def test_every_string_is_used_and_every_used_string_is_there() -> None:
    known = set(json.loads((SOURCE / "en.json").read_text(encoding="utf-8")))
    code = "\n".join(file.read_text(encoding="utf-8") for file in SOURCE.glob("*.js"))
    assert {key for key in known if f'"{key}"' not in code} <= {"name", "contact", "limited"}
    used = set(re.findall(r'say\("(\w+)"', code))
    assert used - known == set()


def test_no_text_can_become_markup_or_code() -> None:
    code = "\n".join(file.read_text(encoding="utf-8") for file in SOURCE.glob("*.js"))
    sinks = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|\.srcdoc"
    assert re.findall(sinks, code) == []


@pytest.mark.skipif(shutil.which("node") is None, reason="no Node on this machine")
def test_the_bundle_parses(tmp_path: Path) -> None:
    file = tmp_path / "widget.js"
    file.write_bytes(make_bundle(SOURCE).content)
    subprocess.run(["node", "--check", str(file)], check=True)
