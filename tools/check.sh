#!/usr/bin/env bash
# Static checks: style, types in both environments, Rasa's own validation, grounding of the knowledge.
set -euo pipefail
# Reading the data takes minutes of one processor; the other checks run beside it.
bot/.venv/bin/python -m rasa data validate --fail-on-warnings --max-history 5 >var/validate.log 2>&1 &
validation=$!
trap 'kill "$validation" 2>/dev/null || true' EXIT
echo "Checking style (ruff)..."
.venv/bin/ruff check --quiet .
.venv/bin/ruff format --quiet --check .
echo "Checking types (mypy)..."
.venv/bin/mypy --no-error-summary knowledge actions web conversation_tests evaluation benchmarks tests/conversation_tests tests/evaluation tests/knowledge tests/actions tests/web tests/conversations tests/browser tests/faults
.venv/bin/mypy --no-error-summary --python-version 3.10 bot
echo "Checking the knowledge..."
.venv/bin/python -m knowledge check
echo "Checking Rasa's data (rasa data validate)..."
wait "$validation" || { cat var/validate.log; exit 1; }
