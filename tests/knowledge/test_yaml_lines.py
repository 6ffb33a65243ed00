from decimal import Decimal
from pathlib import Path

import pytest

from knowledge.yaml_lines import YamlError, parse, read


def test_knows_the_line_of_each_value() -> None:
    parsed = parse("a: 1\nb:\n  - c: 2\n  - d: 3\n")
    assert parsed.line("b", 1, "d") == 4


def test_an_unknown_path_gives_the_line_of_what_is_around_it() -> None:
    assert parse("a: 1\nb:\n  c: 2\n").line("b", "missing", "more") == 2


def test_refuses_a_key_that_stands_twice() -> None:
    with pytest.raises(YamlError, match="'a' stands twice") as caught:
        parse("a: 1\nb: 2\na: 3\n")
    assert caught.value.line == 3


def test_numbers_with_a_point_stay_exact() -> None:
    assert parse("a: 24.16").data == {"a": Decimal("24.16")}


def test_says_where_the_text_is_no_yaml() -> None:
    with pytest.raises(YamlError) as caught:
        parse("a: 1\nb: [1, 2\n")
    assert caught.value.line >= 2


def test_an_empty_file_holds_nothing() -> None:
    assert parse("").data is None


def test_refuses_a_file_that_is_not_utf8(tmp_path: Path) -> None:
    path = tmp_path / "latin.yml"
    path.write_bytes("a: café".encode("latin-1"))
    with pytest.raises(YamlError, match="not UTF-8"):
        read(path)


@pytest.mark.parametrize("text", ["a: !!python/object/apply:os.getcwd []", "a: .inf", "a: *b"])
def test_refuses_what_is_no_plain_data(text: str) -> None:
    with pytest.raises(YamlError):
        parse(text)
