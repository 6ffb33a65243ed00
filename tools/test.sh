#!/usr/bin/env bash
# Every test of both environments. The long forms of slow suites have make targets of their own.
set -euo pipefail
echo "Testing the Rasa side..."
bot/.venv/bin/python -m pytest -c bot/pytest.ini -q tests/bot
echo "Testing everything else, with the assistant really running..."
.venv/bin/python -m pytest -q --ignore=tests/browser
# A process of its own: the browser's driver keeps an event loop that asynchronous tests cannot share.
echo "Testing the pages in a browser..."
.venv/bin/python -m pytest -q tests/browser
