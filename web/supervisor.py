"""Starts the two private processes, watches them and starts them again when they fail.

Rasa and the action server live as long as this process: they hold the reading end of a pipe to
it and leave when the pipe closes, so not even SIGKILL of the website leaves them behind.
"""

import asyncio
import contextlib
import logging
import os
import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import aiohttp

logger = logging.getLogger(__name__)

READY_POLL_SECONDS = 0.25
WATCH_POLL_SECONDS = 3.0
PROBE_TIMEOUT_SECONDS = 3.0
FAILED_PROBES_BEFORE_RESTART = 4
LONGEST_PAUSE_SECONDS = 30.0
STEADY_AFTER_SECONDS = 60.0
STOP_GRACE_SECONDS = 10.0
LARGEST_LOG_BYTES = 5_000_000


@dataclass(frozen=True)
class Service:
    """One private process: what to run and where it says that it is ready."""

    name: str
    command: Sequence[str]
    ready_url: str
    log: Path


class StartupError(RuntimeError):
    """A service did not become ready; the message says which and where its log is."""


class Supervisor:
    """Runs services for the lifetime of the website.

    `services` are started together. `say` receives one line of plain words for each thing that
    whoever runs the assistant should know.
    """

    def __init__(self, services: Sequence[Service], say: Callable[[str], None]) -> None:
        self._services = services
        self._say = say
        self._processes: dict[str, asyncio.subprocess.Process] = {}
        self._watchers: list[asyncio.Task[None]] = []

    def process_id(self, name: str) -> int:
        """Process id of the running service `name`; KeyError when it never started."""
        return self._processes[name].pid

    async def start(self, seconds: float) -> None:
        """Start every service, return when all are ready, and watch each until `stop`.

        Raises:
            StartupError: a service has ended, or is not ready after `seconds`.
        """
        for service in self._services:
            await self._spawn(service)
        deadline = asyncio.get_running_loop().time() + seconds
        async with aiohttp.ClientSession() as session:
            for service in self._services:
                while not await self._probe(session, service):
                    self._check_start(service, deadline)
                    await asyncio.sleep(READY_POLL_SECONDS)
        self._watchers = [asyncio.create_task(self._watch(one)) for one in self._services]

    async def stop(self) -> None:
        """Stop every service: ask first, then end it."""
        for watcher in self._watchers:
            watcher.cancel()
        await asyncio.gather(*self._watchers, return_exceptions=True)
        await asyncio.gather(*(self._end(process) for process in self._processes.values()))

    def _check_start(self, service: Service, deadline: float) -> None:
        if self._processes[service.name].returncode is not None:
            last_line = service.log.read_text(errors="replace").strip().rpartition("\n")[2]
            raise StartupError(f"{service.name} ended: {last_line} (log: {service.log})")
        if asyncio.get_running_loop().time() > deadline:
            raise StartupError(f"{service.name} takes too long to start (log: {service.log})")

    async def _spawn(self, service: Service) -> None:
        service.log.parent.mkdir(parents=True, exist_ok=True)
        if service.log.exists() and service.log.stat().st_size > LARGEST_LOG_BYTES:
            service.log.replace(service.log.with_suffix(".old.log"))
        with service.log.open("ab") as log:
            self._processes[service.name] = await asyncio.create_subprocess_exec(
                *service.command,
                stdin=asyncio.subprocess.PIPE,
                stdout=log,
                stderr=log,
                # A session of its own: Ctrl-C in the terminal reaches only us, and we stop them.
                start_new_session=True,
            )

    async def _watch(self, service: Service) -> None:
        pause = 1.0
        while True:
            started = asyncio.get_running_loop().time()
            process = self._processes[service.name]
            await self._until_dead_or_hung(service, process)
            if asyncio.get_running_loop().time() - started > STEADY_AFTER_SECONDS:
                pause = 1.0
            self._say(f"{service.name} stopped; starting it again (log: {service.log})")
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
            await self._spawn(service)

    async def _until_dead_or_hung(
        self, service: Service, process: asyncio.subprocess.Process
    ) -> None:
        """Return when the process has ended, or was ended because it stopped answering."""
        exited = asyncio.create_task(process.wait())
        was_ready, failed = False, 0
        try:
            async with aiohttp.ClientSession() as session:
                while not exited.done():
                    await asyncio.wait({exited}, timeout=WATCH_POLL_SECONDS)
                    if exited.done():
                        return
                    answers = await self._probe(session, service)
                    was_ready = was_ready or answers
                    # Before its first answer a service is loading, however long that takes.
                    failed = 0 if answers or not was_ready else failed + 1
                    if failed >= FAILED_PROBES_BEFORE_RESTART:
                        self._say(f"{service.name} does not answer any more")
                        process.kill()
        finally:
            exited.cancel()

    @staticmethod
    async def _probe(session: aiohttp.ClientSession, service: Service) -> bool:
        timeout = aiohttp.ClientTimeout(total=PROBE_TIMEOUT_SECONDS)
        try:
            async with session.get(service.ready_url, timeout=timeout) as response:
                return response.status == 200
        except (aiohttp.ClientError, TimeoutError):
            return False

    @staticmethod
    async def _end(process: asyncio.subprocess.Process) -> None:
        if process.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        try:
            await asyncio.wait_for(process.wait(), STOP_GRACE_SECONDS)
        except TimeoutError:
            logger.warning("process %s had to be killed", process.pid)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            await process.wait()
