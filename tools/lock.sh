#!/usr/bin/env bash
# Writes every lock file anew: exact versions with hashes, no registry address. Argument: path of uv.
set -euo pipefail
uv=$1
compile() { "$uv" pip compile --quiet --generate-hashes --no-header --no-annotate "$@"; }
compile --universal --python-version 3.11 pyproject.toml -o requirements.lock
compile --universal --python-version 3.11 --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock
echo "uv" | compile --universal --python-version 3.9 - -o tools/uv.lock
cd bot
compile --python-version 3.10 pyproject.toml -o requirements.lock
compile --python-version 3.10 --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock
compile --python-version 3.10 --no-deps weights.in -o weights.lock
