"""What the channel answers, and what is kept, when the store, an action or the client fails."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from action_server import ActionServer
from locking import locked
from serving import Served, new_conversation, new_turn

pytest_plugins = ["serving"]

CANARY = "zephyrine marmalade"


def waited(condition: Callable[[], bool]) -> bool:
    for _ in range(400):
        if condition():
            return True
        time.sleep(0.025)
    return False


def test_a_locked_store_is_not_a_success_and_recovers(served: Served) -> None:
    conversation, turn = new_conversation(), new_turn()
    served.say(conversation, "salary in texas")
    before = served.events(conversation)
    with locked(served.database), ThreadPoolExecutor(4) as clients:
        others = [clients.submit(served.say, new_conversation(), "hello") for _ in range(3)]
        status, answer = served.say(conversation, "salary", turn)
        assert served.request("GET", "/webhooks/career_desk/ready")[0] == 200
        assert {other.result()[0] for other in others} == {503}

    assert (status, answer["error"]["code"]) == (503, "not_stored")
    assert served.events(conversation) == before
    status, answer = served.say(conversation, "salary", turn)
    assert (status, answer["messages"][0]["text"][:11]) == (200, "Question 2.")
    assert served.slots(conversation)["state"] == "texas"


@pytest.mark.parametrize(
    "mode",
    [
        "error", "refused", "garbage", "cut", "list", "wrong events", "wrong response",
        "surrogate", "long", "empty", "reset",
    ],
)  # fmt: skip
def test_a_failing_action_fails_the_turn_which_can_be_tried_again(
    served: Served, action_server: ActionServer, mode: str
) -> None:
    conversation, turn = new_conversation(), new_turn()
    served.say(conversation, "salary")
    action_server.mode = mode
    status, answer = served.say(conversation, f"salary {CANARY}", turn)

    assert (status, answer["error"]["code"]) == (502, "no_answer")
    action_server.mode = "good"
    status, answer = served.say(conversation, "salary", turn)
    assert (status, answer["messages"][0]["text"][:11]) == (200, "Question 2.")


def test_half_an_answer_is_not_an_answer(served: Served, action_server: ActionServer) -> None:
    conversation, turn = new_conversation(), new_turn()
    action_server.mode = "error"
    status, answer = served.say(conversation, "everything", turn)

    assert (status, answer["error"]["code"]) == (502, "no_answer")
    assert served.events(conversation) == []
    action_server.mode = "good"
    status, answer = served.say(conversation, "everything", turn)
    assert (status, len(answer["messages"])) == (200, 2)


def test_a_slow_action_fails_the_turn_in_time_and_holds_up_nobody(
    served: Served, action_server: ActionServer
) -> None:
    action_server.mode = "slow"
    with ThreadPoolExecutor(1) as clients:
        slow = clients.submit(served.say, new_conversation(), "salary")
        assert action_server.started.wait(10)
        assert served.say(new_conversation(), "hello")[0] == 200
        assert not slow.done()
        # Ends by our deadline: the action itself would go on for 20 seconds, Rasa waits for 300.
        status, answer = slow.result(timeout=15)

    assert (status, answer["error"]["code"]) == (502, "no_answer")


def test_the_action_server_down_is_not_a_success(
    served: Served, action_server: ActionServer
) -> None:
    conversation = new_conversation()
    action_server.stop()
    try:
        status, answer = served.say(conversation, "salary")
        assert (status, answer["error"]["code"]) == (502, "no_answer")
        assert served.say(conversation, "hello")[0] == 200
    finally:
        action_server.start()

    assert served.say(conversation, "salary")[0] == 200


def test_a_turn_without_any_answer_is_not_a_success(served: Served) -> None:
    conversation = new_conversation()
    status, answer = served.say(conversation, f"assistance {CANARY}")

    assert (status, answer["error"]["code"]) == (502, "no_answer")
    assert served.events(conversation) == []


def test_a_client_that_leaves_does_not_lose_the_turn(
    served: Served, action_server: ActionServer
) -> None:
    conversation, turn = new_conversation(), new_turn()
    document = {"conversation": conversation, "turn": turn, "text": "salary"}
    body = json.dumps(document).encode()
    action_server.mode = "short pause"
    calls = action_server.calls
    with socket.create_connection(("127.0.0.1", served.port)) as client:
        client.sendall(
            b"POST /webhooks/career_desk/turn HTTP/1.1\r\nHost: x\r\n"
            b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body
        )
        assert action_server.started.wait(10)

    assert waited(lambda: served.events(conversation) != [])
    status, answer = served.say(conversation, "salary", turn)
    assert (status, answer["messages"][0]["text"][:11]) == (200, "Question 1.")
    assert action_server.calls == calls + 1


def test_deleting_while_the_store_is_locked_is_not_a_success(served: Served) -> None:
    conversation = new_conversation()
    served.say(conversation, "hello")
    path = f"/webhooks/career_desk/conversation/{conversation}"
    with locked(served.database):
        status, answer = served.request("DELETE", path)

    assert (status, answer["error"]["code"]) == (503, "not_stored")
    assert served.request("DELETE", path) == (200, {"deleted": True})


def test_nothing_a_visitor_said_is_in_the_log(served: Served, action_server: ActionServer) -> None:
    for mode in ("error", "rejected", "garbage", "wrong events", "good"):
        action_server.mode = mode
        served.say(new_conversation(), f"/salary {CANARY}")
    with locked(served.database):
        served.say(new_conversation(), f"hello {CANARY}")
    served.post({"conversation": CANARY, "turn": CANARY, "text": CANARY, CANARY: CANARY})
    log = served.log.read_text()

    assert "has no answer" in log
    assert "is not stored" in log
    assert "zephyrine" not in log
    assert "marmalade" not in log
