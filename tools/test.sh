#!/usr/bin/env bash
# Every test of both environments, two parts at a time: most of them wait for one process only.
# The long forms of slow suites have make targets of their own. All parts run even when one fails;
# a part that hangs after its last test is ended.
set -uo pipefail
# Each lane is a process group of its own, so that nothing of it outlives this script.
set -m
failed=$(mktemp)
lanes=()

finish() {
    for lane in "${lanes[@]}"; do
        kill -- "-$lane" 2>/dev/null
    done
    rm -f "$failed"
}
trap finish EXIT
trap 'exit 130' INT TERM

part() {
    local name=$1 title=$2
    shift 2
    echo "$name | $title"
    timeout --foreground --kill-after=30 "${PART_SECONDS:-2400}" "$@" </dev/null 2>&1 |
        sed -u "s/^/$name | /"
    ((PIPESTATUS[0] == 0)) || echo "$title" >>"$failed"
}

answers() {
    # What is asked of the really running assistant, one question after another.
    part assistant "Testing what the assistant answers..." \
        .venv/bin/python -m pytest -q tests/conversations tests/evaluation
    part rasa "Testing the Rasa side..." \
        bot/.venv/bin/python -m pytest -c bot/pytest.ini -q tests/bot
}

everything_else() {
    part rest "Testing everything else..." \
        .venv/bin/python -m pytest -q \
        --ignore=tests/conversations --ignore=tests/evaluation --ignore=tests/browser
    # A process of its own: the browser's driver keeps an event loop that asynchronous tests
    # cannot share.
    part browser "Testing the pages in a browser..." \
        .venv/bin/python -m pytest -q tests/browser
}

answers &
lanes+=($!)
everything_else &
lanes+=($!)
wait

if [[ -s $failed ]]; then
    sed 's/^/Failed: /' "$failed" >&2
    exit 1
fi
