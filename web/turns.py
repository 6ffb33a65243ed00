"""The heart: what a visitor says is stored, answered, and the answer is stored, exactly once.

The visitor's message is in the log before Rasa is asked, and the answer is in the log before it
is acknowledged. A turn runs in a task of its own, so a visitor who leaves does not stop it.
"""

import asyncio
import logging
from dataclasses import dataclass

from web.danger import hear
from web.errors import ApiError, log_unexpected
from web.lines import LineClosedError, LineFullError, Lines
from web.log.failures import LogUnavailableError, TurnConflictError, UnknownConversationError
from web.log.records import LoggedMessage, Receipt, Said
from web.log.repository import ConversationLog
from web.payload import Trace, TurnAnswer
from web.rasa import NotStoredError, Rasa, RasaError
from web.reply import Enrich, assistant_message, logged_answer
from web.settings import Timing
from web.stopwatch import Stopwatch
from web.wording import Wording

logger = logging.getLogger(__name__)

# What may stand below the help text when danger is in doubt; a plain no would be cold there.
BESIDE_HELP = frozenset({"answer", "recommendation", "question"})
EXPECTED = (ApiError, LogUnavailableError, UnknownConversationError)
BUSY_SECONDS = 2


@dataclass(frozen=True)
class _Running:
    digest: str
    task: asyncio.Task[list[LoggedMessage]]


class Turns:
    """Runs the turns of all conversations."""

    def __init__(
        self,
        log: ConversationLog,
        rasa: Rasa,
        wording: Wording,
        timing: Timing,
        enrich: Enrich,
    ) -> None:
        """``timing`` sets the length of the waiting lines and the longest wait in one.

        ``enrich`` adds to an answer what the knowledge says about it.
        """
        self._enrich = enrich
        self._log = log
        self._rasa = rasa
        self._wording = wording
        # Nobody in danger waits for more than that.
        self._beside_help = timing.beside_help
        self._lines = Lines(waiting=timing.waiting_per_conversation, wait=timing.queue_wait)
        self._running: dict[tuple[str, str], _Running] = {}
        self._closing = False

    def is_running(self, conversation: str, client_id: str) -> bool:
        """Return whether this turn has begun and is not finished."""
        return (conversation, client_id) in self._running

    async def take(self, conversation: str, client_id: str, said: Said) -> list[LoggedMessage]:
        """Return the stored answer to what a visitor said, running the turn if need be.

        The same ``client_id`` always gives the same answer; a turn that runs already is waited
        for, one whose process died is resumed, one that failed is tried again.

        Raises:
            ApiError: ``conflict``, ``busy``, ``not_stored``, ``closing`` or ``internal``.
            LogUnavailableError: when nothing, or not everything, could be stored.
            UnknownConversationError: when the conversation does not exist any more.
        """
        key = (conversation, client_id)
        running = self._running.get(key)
        if running is None:
            if self._closing:
                raise ApiError("closing")
            task = asyncio.create_task(self._run(conversation, client_id, said))
            running = self._running[key] = _Running(said.digest, task)
            task.add_done_callback(lambda done: self._end(key, done))
        elif running.digest != said.digest:
            raise ApiError("conflict")
        # Unlike awaiting the task itself, this leaves it alone when the visitor is gone.
        await asyncio.wait({running.task})
        try:
            return running.task.result()
        except EXPECTED:
            raise
        except Exception as error:
            raise ApiError("internal") from error  # logged where the task ends

    async def erase(self, conversation: str) -> Receipt:
        """Delete ``conversation`` from the log, after the turn that runs and before any other.

        Raises:
            LogUnavailableError: when it could not be deleted.
            UnknownConversationError: when it does not exist any more.
        """
        async with self._lines.closing(conversation):
            return await self._log.erase(conversation)

    async def drain(self, seconds: float) -> None:
        """Refuse new turns and give the running ones ``seconds`` to finish."""
        self._closing = True
        tasks = [running.task for running in self._running.values()]
        if tasks:
            _, unfinished = await asyncio.wait(tasks, timeout=seconds)
            for task in unfinished:
                task.cancel()
            await asyncio.gather(*unfinished, return_exceptions=True)

    async def _run(self, conversation: str, client_id: str, said: Said) -> list[LoggedMessage]:
        watch = Stopwatch()
        try:
            async with self._lines.place(conversation):
                watch.lap("waiting")
                stored = await self._log.begin_turn(conversation, client_id, said)
                if stored is not None:
                    return stored
                watch.lap("storing")
                return await self._answer(conversation, client_id, said, watch)
        except LineFullError as error:
            raise ApiError("busy", retry_after=BUSY_SECONDS) from error
        except LineClosedError as error:
            raise UnknownConversationError from error
        except TurnConflictError as error:
            raise ApiError("conflict") from error

    async def _answer(
        self, conversation: str, client_id: str, said: Said, watch: Stopwatch
    ) -> list[LoggedMessage]:
        # Before Rasa and without it: this answer must come whatever else is down.
        heard = await asyncio.to_thread(hear, said.text) if said.choice is None else None
        watch.lap("danger")
        if heard is not None:
            return await self._help(conversation, client_id, said, watch, sure=heard.sure)
        try:
            answer = await self._rasa.ask(conversation, client_id, said)
        except NotStoredError as error:
            logger.error("Rasa could not keep a turn")
            await self._log.fail_turn(conversation, client_id, error.incident)
            raise ApiError("not_stored") from error
        except RasaError as error:
            logger.error("no answer from Rasa: %s (%s)", error.incident, error)
            watch.lap("rasa")
            return await self._apologise(conversation, client_id, error.incident, None, watch)
        watch.lap("rasa")
        if any(message.custom.kind == "error" for message in answer.messages):
            logger.error("the actions answered with an error")
            return await self._apologise(conversation, client_id, "actions", answer, watch)
        messages = logged_answer(answer, self._enrich)
        watch.lap("adding")
        return await self._log.finish_turn(
            conversation,
            client_id,
            messages,
            understanding=_understanding(answer),
            trace=_trace(answer, watch),
        )

    async def _help(
        self, conversation: str, client_id: str, said: Said, watch: Stopwatch, *, sure: bool
    ) -> list[LoggedMessage]:
        """Answer with the help text; where danger is in doubt, answer the question below it."""
        messages = [assistant_message("help", self._wording.help)]
        answer: TurnAnswer | None = None
        if not sure:
            try:
                answer = await self._rasa.ask(conversation, client_id, said, self._beside_help)
            except RasaError as error:
                # The help text is an answer, so the turn has not failed.
                logger.error("nothing from Rasa beside the help text: %s", error.incident)
            watch.lap("rasa")
        if answer and all(message.custom.kind in BESIDE_HELP for message in answer.messages):
            messages += logged_answer(answer, self._enrich)
        return await self._log.finish_turn(
            conversation,
            client_id,
            messages,
            understanding=_understanding(answer) if answer else None,
            trace=_trace(answer, watch),
        )

    async def _apologise(
        self,
        conversation: str,
        client_id: str,
        incident: str,
        answer: TurnAnswer | None,
        watch: Stopwatch,
    ) -> list[LoggedMessage]:
        apology = assistant_message("error", self._wording.apology(incident))
        return await self._log.finish_turn(
            conversation,
            client_id,
            [apology],
            understanding=_understanding(answer) if answer else None,
            incident=incident,
            trace=_trace(answer, watch),
        )

    def _end(self, key: tuple[str, str], task: asyncio.Task[list[LoggedMessage]]) -> None:
        del self._running[key]
        if task.cancelled():
            return
        # Looking at the exception also tells asyncio that somebody did, if the visitor is gone.
        error = task.exception()
        if error is not None and not isinstance(error, EXPECTED):
            log_unexpected(error)


def _understanding(answer: TurnAnswer) -> dict[str, object] | None:
    return answer.understanding.model_dump() if answer.understanding else None


def _trace(answer: TurnAnswer | None, watch: Stopwatch) -> dict[str, object]:
    """Return what Rasa told about the way of its answer, with the times of the gateway."""
    told = answer.trace if answer and answer.trace else Trace()
    times = {**watch.milliseconds, **told.milliseconds}
    return {**told.model_dump(), "milliseconds": times}
