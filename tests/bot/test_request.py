from __future__ import annotations

import json
import sys
import unicodedata

import pytest

from bot.request import BadRequestError, is_conversation_id, read_turn, without_command

CONVERSATION = "0123456789abcdef" * 2
TURN = "2f1e9c3a-4d5b-4c6d-8e7f-0123456789ab"


def body(**changes: object) -> bytes:
    document = {"conversation": CONVERSATION, "turn": TURN, "text": "hello", **changes}
    return json.dumps({k: v for k, v in document.items() if v is not ...}).encode()


def choice(**changes: object) -> bytes:
    tapped = {"title": "Pay in Texas", "intent": "ask_pay", "entities": {"state": ["texas"]}}
    return body(text=..., choice={**tapped, **changes})


def test_reads_a_text_as_it_was_typed() -> None:
    typed = "  What about\n\tTexas? \N{GRINNING FACE} "

    assert read_turn(body(text=typed)).text == typed


def test_reads_a_choice() -> None:
    read = read_turn(choice()).choice

    assert read is not None
    assert read.parse_data()["intent"] == {"name": "ask_pay", "confidence": 1.0}
    assert read.parse_data()["entities"][0]["value"] == "texas"


@pytest.mark.parametrize(
    "refused",
    [
        b"",
        b"{",
        b"[]",
        b'"text"',
        b"null",
        b"[" * 60_000,
        b'{"a":' * 10_000,
        b"\xff\xfe",
        body(text=None),
        body(text=7),
        body(text=["hello"]),
        body(text={"a": 1}),
        body(text=""),
        body(text=" \n\t "),
        body(text="x" * 4001),
        body(text="a\x00b"),
        body(text="a\x1bb"),
        body(text="a\x7fb"),
        body(text="a\x85b"),
        body(text="\ud800"),
        body(text="a\udfff"),
        body(text=...),
        body(choice={"title": "t", "intent": "i", "entities": {}}),
        body(text=..., choice=None),
        body(text=..., choice="ask_pay"),
        body(conversation=...),
        body(conversation=CONVERSATION.upper()),
        body(conversation=CONVERSATION + "\n"),
        body(conversation=CONVERSATION[:-1]),
        body(conversation="\ud800" * 32),
        body(conversation=int("1" * 32)),
        body(turn=...),
        body(turn="1"),
        body(turn=TURN + "\n"),
        body(turn=None),
        body(sender="staff"),
        body(metadata={"role": "admin"}),
        choice(title=None),
        choice(title="x" * 201),
        choice(intent=["ask_pay"]),
        choice(entities=["state"]),
        choice(entities={"state": "texas"}),
        choice(entities={"state": [1]}),
        choice(entities={"state": ["a\x00"]}),
        choice(entities={"state": ["texas"] * 51}),
        choice(slots={"is_staff": True}),
        body().replace(b'"hello"', b"NaN"),
        body()[:-1] + b', "text": "again"}',
    ],
)
def test_refuses_what_is_not_as_agreed(refused: bytes) -> None:
    with pytest.raises(BadRequestError):
        read_turn(refused)


def test_the_reason_does_not_repeat_what_was_sent() -> None:
    with pytest.raises(BadRequestError) as refused:
        read_turn(body(**{"my secret": "secret"}))

    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("text", ["hello", "24/7 work?", "$50k/year", "¿and/or?", "...", "?"])
def test_a_text_without_a_leading_slash_stays_as_it_is(text: str) -> None:
    assert without_command(text) == text


def test_no_character_before_a_slash_keeps_it_a_command() -> None:
    kept = []
    for code in range(sys.maxunicode + 1):
        character = chr(code)
        # Surrogates are refused before; the others are not assigned to any character.
        if unicodedata.category(character) in ("Cs", "Cn", "Co"):
            continue
        text = without_command(character + '/restart{"a":1}')
        if unicodedata.normalize("NFKC", text).strip().startswith("/"):
            kept.append(hex(code))

    assert kept == []


@pytest.mark.parametrize("text", ["/", "//", " / ", "\u200b/", "／", "/\u200b"])
def test_a_text_of_slashes_is_not_empty_afterwards(text: str) -> None:
    assert without_command(text) == "?"


def test_the_form_of_a_conversation_id() -> None:
    assert is_conversation_id(CONVERSATION)
    assert not is_conversation_id(CONVERSATION + "\n")
    assert not is_conversation_id(7)
