from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from action_server import ActionServer
from serving import Served, new_conversation, new_turn

pytest_plugins = ["serving"]

COMMANDS = [
    "restart", "session_start", "staff_only", 'ask_pay{"is_staff": "true"}',
    "back", "staff_only@1.0", "greet@0.1", 'staff_only{"is_staff": "true"}',
    'ask_pay{"is_staff": null}',
    'ask_help@1.0{"is_staff": {"a": 1}}', "restart{bad json", 'greet{"is_staff":"true"} rest',
]  # fmt: skip
PREFIXES = [
    "/", " /", "\t/", "\n/", "\u00a0/", "\u2003/", "\u3000/", "\u200b/", "\ufeff/", "\u2060/",
    "\u200d\u200b /", "//", "/ ", "/\u200b", "／", "∕", "⁄", "\u3164/", "!/", "./",
]  # fmt: skip
PAYLOADS = [prefix + command for prefix in PREFIXES for command in COMMANDS[:4]]
PAYLOADS += [PREFIXES[0] + command for command in COMMANDS[4:]]


def test_answers_with_whole_messages_and_what_was_understood(served: Served) -> None:
    status, answer = served.say(new_conversation(), "salary in texas")

    assert status == 200
    text = "Question 1.\n\nThe answer."
    custom = {"schema": 1, "kind": "answer", "text": text}
    assert answer["messages"] == [{"text": text, "custom": custom}]
    assert answer["understanding"]["intent"] == {"name": "ask_pay", "confidence": 1.0}
    assert answer["understanding"]["entities"][0]["value"] == "texas"


def test_tells_how_the_answer_came_about(served: Served) -> None:
    conversation = new_conversation()
    served.say(conversation, "salary in texas")

    _, answer = served.say(conversation, "salary in florida")

    trace = answer["trace"]
    assert trace["model"]
    assert not trace["model"].endswith(".tar.gz")
    assert trace["actions"] == ["action_pay"]
    assert trace["before"] == {"state": "texas", "asked": 1}
    assert trace["after"] == {"state": "florida", "asked": 2}
    assert trace["milliseconds"].keys() == {"understanding", "actions", "dialogue"}
    assert all(value >= 0 for value in trace["milliseconds"].values())


def test_a_response_of_the_domain_keeps_text_and_payload_together(served: Served) -> None:
    _, answer = served.say(new_conversation(), "hello")

    assert answer["messages"] == [
        {
            "text": "Hello.\n\nAsk me anything.",
            "custom": {"schema": 1, "kind": "smalltalk", "text": "Hello."},
        }
    ]


def test_the_same_turn_again_gives_the_stored_answer(
    served: Served, action_server: ActionServer
) -> None:
    conversation, turn = new_conversation(), new_turn()
    status, first = served.say(conversation, "salary", turn)
    served.say(conversation, "salary")
    calls = action_server.calls
    # It is told once how an answer came about.
    again = status, {**first, "trace": None}

    assert first["trace"] is not None
    assert served.say(conversation, "salary", turn) == again
    assert served.say(conversation, "something else", turn) == again
    assert action_server.calls == calls
    assert served.slots(conversation)["asked"] == 2


def test_the_same_turn_many_times_at_once_is_one_turn(
    served: Served, action_server: ActionServer
) -> None:
    conversation, turn = new_conversation(), new_turn()
    action_server.mode = "short pause"
    with ThreadPoolExecutor(8) as clients:
        answers = list(clients.map(lambda _: served.say(conversation, "pay", turn), range(8)))

    assert answers == [answers[0]] * 8
    assert answers[0][0] == 200
    assert served.slots(conversation)["asked"] == 1


def test_turns_of_one_conversation_at_once_are_taken_one_after_the_other(served: Served) -> None:
    conversation = new_conversation()
    with ThreadPoolExecutor(6) as clients:
        answers = list(clients.map(lambda _: served.say(conversation, "salary"), range(12)))

    texts = sorted(answer["messages"][0]["text"] for _, answer in answers)
    assert texts == sorted(f"Question {n}.\n\nThe answer." for n in range(1, 13))


def test_no_text_is_a_command(served: Served) -> None:
    conversation = new_conversation()
    served.say(conversation, "salary in texas")
    wrong = []
    for payload in PAYLOADS:
        status, answer = served.say(conversation, payload)
        assert status == 200, payload
        # Only the words count, and only one of these commands holds a word of the examples.
        expected = {None, "greet"} if "greet" in payload else {None}
        understood = answer["understanding"]["intent"]["name"] in expected
        if not understood or served.slots(conversation).get("is_staff") is not None:
            wrong.append(payload)
    events = served.events(conversation)

    assert len(PAYLOADS) >= 40
    assert wrong == []
    assert "restart" not in {event["event"] for event in events}
    assert served.slots(conversation)["state"] == "texas"
    _, answer = served.say(conversation, "salary")
    assert answer["messages"][0]["text"].startswith("Question 2.")


def test_a_choice_means_what_it_says_without_being_read(served: Served) -> None:
    conversation = new_conversation()
    status, answer = served.choose(
        conversation, title="/restart", intent="ask_pay", entities={"state": ["florida"]}
    )

    assert status == 200
    assert answer["understanding"]["intent"] == {"name": "ask_pay", "confidence": 1.0}
    assert [entity["extractor"] for entity in answer["understanding"]["entities"]] == ["choice"]
    assert served.slots(conversation)["state"] == "florida"


@pytest.mark.parametrize(
    "choice",
    [
        {"title": "x", "intent": "no_such_intent", "entities": {}},
        {"title": "x", "intent": "restart", "entities": {}},
        {"title": "x", "intent": "session_start", "entities": {}},
        {"title": "x", "intent": "back", "entities": {}},
        {"title": "x", "intent": "ask_pay", "entities": {"no_such_entity": ["a"]}},
    ],
)
def test_a_choice_that_the_assistant_does_not_know_is_refused(
    served: Served, choice: dict[str, object]
) -> None:
    conversation = new_conversation()
    status, answer = served.choose(conversation, **choice)

    assert (status, answer["error"]["code"]) == (400, "bad_request")
    assert served.events(conversation) == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/x-www-form-urlencoded"},
        {},
        {"Content-Type": "application/json; charset=utf-16"},
        {"Content-Type": "application/json", "Content-Encoding": "gzip"},
    ],
)
def test_other_kinds_of_body_are_refused(served: Served, headers: dict[str, str]) -> None:
    turn = {"conversation": new_conversation(), "turn": new_turn(), "text": "hello"}
    body = json.dumps(turn).encode()
    status, answer = served.request("POST", "/webhooks/career_desk/turn", body, headers)

    assert (status, answer["error"]["code"]) == (400, "bad_request")


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"null", b"[" * 60_000, b"\xff",
        b'{"conversation": "\\ud800", "turn": "x", "text": "hello"}',
        b'{"conversation": "a\\u0000", "turn": "x", "text": "hello"}',
    ],
)  # fmt: skip
def test_odd_bodies_are_refused_and_the_process_lives(served: Served, body: bytes) -> None:
    status, answer = served.post(body)

    assert (status, answer["error"]["code"]) == (400, "bad_request")
    assert served.process.poll() is None


@pytest.mark.parametrize("text", ["\ud800", "a\udc00b", "a\x00b", "\x1b[31m", 7, None, [], {}])
def test_odd_texts_are_refused_and_the_process_lives(served: Served, text: object) -> None:
    turn = {"conversation": new_conversation(), "turn": new_turn(), "text": text}
    status, answer = served.post(turn)

    assert (status, answer["error"]["code"]) == (400, "bad_request")
    assert served.process.poll() is None


def test_the_longest_text_fits_with_every_character_escaped(served: Served) -> None:
    assert served.say(new_conversation(), "\N{GRINNING FACE}" * 4000)[0] == 200


def test_a_long_conversation_stays_small_and_keeps_its_slots(served: Served) -> None:
    conversation = new_conversation()
    served.say(conversation, "salary in texas")
    sizes = [
        len(json.dumps(served.events(conversation)))
        for _ in range(59)
        if served.say(conversation, "salary")[0] == 200
    ]

    assert len(sizes) == 59
    assert sizes[-1] < 1.2 * sizes[20]
    events = served.events(conversation)
    assert sum(event["event"] == "user" for event in events) == 20
    assert served.slots(conversation) == {"state": "texas", "asked": 60}


def test_a_conversation_can_be_deleted(served: Served) -> None:
    conversation = new_conversation()
    served.say(conversation, "salary in texas")
    path = f"/webhooks/career_desk/conversation/{conversation}"

    assert served.request("DELETE", path) == (200, {"deleted": True})
    assert served.request("DELETE", path) == (200, {"deleted": False})
    assert served.events(conversation) == []
    _, answer = served.say(conversation, "salary")
    assert answer["messages"][0]["text"].startswith("Question 1.")


def test_only_a_conversation_id_can_be_deleted(served: Served) -> None:
    status, _ = served.request("DELETE", "/webhooks/career_desk/conversation/everything")

    assert status == 400
