#!/usr/bin/env bash
# Puts a working uv at the path given: the one on PATH if it runs, else an own copy in .tools/.
set -euo pipefail
target=$1
folder=$(dirname "$target")
mkdir -p "$folder"
found=$(command -v uv || true)
# A version manager's shim can be on PATH and still refuse to run in bot/: try it there.
if [ -n "$found" ] && (cd bot && "$found" --version) >/dev/null 2>&1; then
    ln -sf "$found" "$target"
    exit 0
fi
echo "Installing uv, the installer this project uses, into $folder..."
python3 -m venv "$folder/python"
"$folder/python/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r tools/uv.lock
ln -sf "python/bin/uv" "$target"
