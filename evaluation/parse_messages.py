"""Runs in bot/.venv: what a trained model makes of many messages, in one process.

    bot/.venv/bin/python -m evaluation.parse_messages MODEL <texts.json >parsed.json

Both are JSON lists of the same length: of texts, and of what Rasa's NLU says about each.
`--with-tensorflow` is needed for Rasa's stock pipeline.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import io
import json
import logging
import os
import sys
import warnings
from typing import Any


def main() -> None:
    """Read texts from standard input, write the parsed messages to standard output."""
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("--with-tensorflow", action="store_true")
    options = parser.parse_args()
    texts = json.load(sys.stdin)
    # Rasa prints while it loads; only our own output may reach standard output.
    with contextlib.redirect_stdout(io.StringIO()):
        parsed = parse(options.model, texts, with_tensorflow=options.with_tensorflow)
    json.dump(parsed, sys.stdout)


def parse(model: str, texts: list[str], *, with_tensorflow: bool) -> list[dict[str, Any]]:
    """Return Rasa's parse data for each text.

    Args:
        model: path of the trained model.
        texts: the messages.
        with_tensorflow: whether a component of the model needs TensorFlow.
    """
    os.environ.update({"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3"})
    warnings.simplefilter("ignore")
    if not with_tensorflow:
        from bot.without_tensorflow import install

        install()
    from rasa.core.agent import Agent

    logging.disable(logging.WARNING)
    agent = Agent()
    agent.load_model(model)
    return asyncio.run(_parse_all(agent, texts))


async def _parse_all(agent: Any, texts: list[str]) -> list[dict[str, Any]]:
    parsed = []
    for text in texts:
        # A leading slash would be read as a command of Rasa; our channel never does that.
        data = await agent.parse_message(f" {text}" if text.startswith("/") else text)
        parsed.append(
            {
                "intent": data["intent"],
                "intent_ranking": data.get("intent_ranking", [])[:5],
                "entities": data["entities"],
                "clauses": data.get("clauses"),
            }
        )
    return parsed


if __name__ == "__main__":
    main()
