"""Makes sure that one process at a time serves a tracker database."""

from __future__ import annotations

import fcntl
import hashlib
import os
import time
from pathlib import Path
from typing import TextIO

WAIT_SECONDS = 3.0
"""How long a new process waits for one that is just ending."""


class AlreadyRunningError(Exception):
    """Another process holds the lock."""


def lock_path(database: str, folder: Path) -> Path:
    """Return the file to lock for a database.

    Args:
        database: The address of the tracker database.
        folder: Where lock files are kept.

    Returns:
        A file named after the database, without giving away a password in its address.
    """
    kind, _, place = database.partition(":///")
    if kind == "sqlite":
        # One file may be named in several ways.
        database = str(Path(place).resolve())
    digest = hashlib.sha256(database.encode()).hexdigest()[:12]
    return folder / f"tracker-{digest}.lock"


def hold_lock(path: Path, seconds: float = WAIT_SECONDS) -> TextIO:
    """Lock a file for as long as this process lives.

    Args:
        path: The file; made where it is missing.
        seconds: How long to wait for the process that holds it.

    Returns:
        The open file; closing it gives the lock back.

    Raises:
        AlreadyRunningError: Another process holds it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+")
    end = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= end:
                holder = file.read(20).strip() or "unknown"
                file.close()
                raise AlreadyRunningError(
                    f"the tracker database is already served by process {holder}; "
                    "one process at a time may do so."
                ) from None
            time.sleep(0.1)
            continue
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        return file
