"""Lets numpy use what the processor can do.

The OpenBLAS of numpy 1.23, to which Rasa is bound, does not know processors that are younger than
itself. It then falls back on instructions of the year 2004, which makes training four times as
long. OPENBLAS_CORETYPE tells it better, if it is set before numpy is imported.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from pathlib import Path

VARIABLE = "OPENBLAS_CORETYPE"
_FLAGS = Path("/proc/cpuinfo")
# The names under which OpenBLAS knows processors with these flags, the best first.
_TYPES = (
    ("SkylakeX", frozenset({"avx512f", "avx512bw", "avx512dq", "avx512vl"})),
    ("Haswell", frozenset({"avx2", "fma"})),
)


def core_type(information: str) -> str | None:
    """Return the best type of processor that has all it needs, or None.

    Args:
        information: the text of /proc/cpuinfo.
    """
    lines = (line for line in information.splitlines() if line.startswith("flags"))
    flags = frozenset(next(lines, "").partition(":")[2].split())
    return next((name for name, needed in _TYPES if needed <= flags), None)


def use_instructions(environment: MutableMapping[str, str], file: Path = _FLAGS) -> None:
    """Name the type of this processor in an environment, if it is known and nobody named one.

    Args:
        environment: that of this process; numpy must not have been imported yet.
        file: what the system says about the processor; other systems than Linux have none.
    """
    try:
        information = file.read_text(encoding="utf-8")
    except OSError:
        return
    if found := core_type(information):
        environment.setdefault(VARIABLE, found)
