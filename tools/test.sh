#!/usr/bin/env bash
# Every test of both environments. The long forms of slow suites have make targets of their own.
# All parts run even when one fails; a part that hangs after its last test is ended.
set -uo pipefail
failed=()

part() {
    local title=$1
    shift
    echo "$title"
    timeout --kill-after=30 "${PART_SECONDS:-2400}" "$@" || failed+=("$title")
}

part "Testing the Rasa side..." \
    bot/.venv/bin/python -m pytest -c bot/pytest.ini -q tests/bot
part "Testing everything else, with the assistant really running..." \
    .venv/bin/python -m pytest -q --ignore=tests/browser
# A process of its own: the browser's driver keeps an event loop that asynchronous tests cannot share.
part "Testing the pages in a browser..." \
    .venv/bin/python -m pytest -q tests/browser

if ((${#failed[@]})); then
    printf 'Failed: %s\n' "${failed[@]}" >&2
    exit 1
fi
