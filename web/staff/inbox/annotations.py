"""What the staff add to conversations; each change and its row in the audit log are one."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import delete, exists, func, select, update
from sqlalchemy.orm import Session

from web.log.records import now
from web.log.tables import Conversation, Turn
from web.staff import audit
from web.staff.errors import BadInputError, ConflictError, NotFoundError
from web.staff.inbox.filters import LONGEST_LABEL, LONGEST_WORDS, REVIEW, Filter
from web.staff.roles import Person
from web.staff.tables_inbox import Label, Note, SavedFilter

LONGEST_NOTE: Final = 4_000
LONGEST_NAME: Final = 80
MOST_LABELS: Final = 20
MOST_FILTERS: Final = 100
LARGEST_ID: Final = 2**63 - 1

Mask = Callable[[str], str]


@dataclass(frozen=True)
class Annotator:
    """Changes one conversation for one person, inside the caller's transaction.

    What is written is masked by ``mask``, as what visitors write is. Every method raises
    ``NotFoundError`` when the conversation does not exist (any more).
    """

    session: Session
    person: Person
    conversation: str
    mask: Mask

    def add_note(self, written: str, turn: int | None) -> None:
        """Add a note to the conversation, or to the turn with number ``turn``.

        Raises:
            BadInputError: when there is no text, or too much.
        """
        self._require()
        text = self.mask(_clean(written, LONGEST_NOTE, "note", lines=True))
        if turn is not None and not self._has(turn):
            raise NotFoundError("This conversation has no such turn.")
        note = Note(
            conversation_id=self.conversation,
            turn_number=turn,
            person=self.person.name,
            time=now(),
            text=text,
        )
        self.session.add(note)
        self.session.flush()
        self._audit("note.add", note=note.id, turn=turn)

    def delete_note(self, note: int) -> None:
        """Delete a note of this conversation; ``NotFoundError`` when there is none."""
        self._require()
        found = self.session.get(Note, note) if 0 < note <= LARGEST_ID else None
        if found is None or found.conversation_id != self.conversation:
            raise NotFoundError("There is no such note any more.")
        self.session.delete(found)
        self._audit("note.delete", note=note, by=found.person)

    def add_label(self, written: str) -> None:
        """Add a label; one that is there already stays as it is.

        Raises:
            BadInputError: when there is no text, too much, or there are too many labels.
        """
        self._require()
        label = self.mask(_clean(written, LONGEST_LABEL, "label")).lower()[:LONGEST_LABEL]
        if self.session.get(Label, (self.conversation, label)) is not None:
            return
        of_this = select(func.count()).where(Label.conversation_id == self.conversation)
        if (self.session.scalar(of_this) or 0) >= MOST_LABELS:
            raise BadInputError(f"A conversation may have {MOST_LABELS} labels at most.")
        self.session.add(
            Label(
                conversation_id=self.conversation, label=label, person=self.person.name, time=now()
            )
        )
        self._audit("label.add", label=label)

    def remove_label(self, label: str) -> None:
        """Take a label away; ``NotFoundError`` when there is none."""
        self._require()
        found = self.session.get(Label, (self.conversation, label[:LONGEST_LABEL]))
        if found is None:
            raise NotFoundError("The conversation does not have this label any more.")
        self.session.delete(found)
        self._audit("label.remove", label=found.label)

    def set_review(self, state: str) -> None:
        """Set whether the conversation is ``reviewed`` or ``new``; ``BadInputError`` otherwise."""
        self._require()
        if state not in REVIEW:
            raise BadInputError("A conversation is either new or reviewed.")
        done = state == "reviewed"
        self._change(
            review=state,
            reviewed=now() if done else None,
            reviewed_by=self.person.name if done else None,
        )
        self._audit("review.set", state=state)

    def set_flag(self, flagged: bool) -> None:
        """Flag the conversation, or take the flag away."""
        self._require()
        self._change(flagged=flagged)
        self._audit("flag.set", flagged=flagged)

    def _require(self) -> None:
        if not self.session.scalar(select(exists().where(Conversation.id == self.conversation))):
            raise NotFoundError("There is no such conversation any more.")

    def _has(self, turn: int) -> bool:
        own = exists().where(Turn.number == turn, Turn.conversation_id == self.conversation)
        return 0 < turn <= LARGEST_ID and bool(self.session.scalar(select(own)))

    def _change(self, **values: object) -> None:
        self.session.execute(
            update(Conversation).where(Conversation.id == self.conversation).values(**values)
        )

    def _audit(self, action: str, **details: object) -> None:
        audit.append(self.session, self.person, action, self.conversation, details)


def save_filter(session: Session, person: Person, written: str, wanted: Filter, mask: Mask) -> None:
    """Keep ``wanted`` under a name for ``person``, in place of what had this name.

    Personal data in the name and in the words is masked: no conversation holds any either.

    Raises:
        BadInputError: when the name is empty or too long.
        ConflictError: when this person has too many already.
    """
    name = mask(_clean(written, LONGEST_NAME, "name"))[:LONGEST_NAME]
    wanted = replace(wanted, words=mask(wanted.words)[:LONGEST_WORDS])
    session.execute(
        delete(SavedFilter).where(SavedFilter.account_id == person.id, SavedFilter.name == name)
    )
    if len(saved_filters(session, person)) >= MOST_FILTERS:
        raise ConflictError(f"You have {MOST_FILTERS} saved filters. Delete one first.")
    session.add(SavedFilter(account_id=person.id, name=name, query=wanted.query(), time=now()))
    audit.append(session, person, "filter.save", details=wanted.for_audit())


def delete_filter(session: Session, person: Person, id_: int) -> None:
    """Delete a saved filter of ``person``; ``NotFoundError`` when there is none."""
    found = session.get(SavedFilter, id_) if 0 < id_ <= LARGEST_ID else None
    if found is None or found.account_id != person.id:
        raise NotFoundError("There is no such saved filter any more.")
    session.delete(found)
    audit.append(session, person, "filter.delete")


def saved_filters(session: Session, person: Person) -> list[SavedFilter]:
    """Return the saved filters of ``person`` by name."""
    query = select(SavedFilter).where(SavedFilter.account_id == person.id)
    return list(session.scalars(query.order_by(SavedFilter.name)))


def _clean(written: str, longest: int, what: str, *, lines: bool = False) -> str:
    text = written.replace("\r\n", "\n").strip() if lines else " ".join(written.split())
    if not text:
        raise BadInputError(f"The {what} is empty.")
    if len(text) > longest:
        raise BadInputError(f"The {what} may have {longest:,} characters at most.")
    if any(not (one.isprintable() or (lines and one in "\n\t")) for one in text):
        raise BadInputError(f"The {what} holds characters that cannot be kept.")
    return text
