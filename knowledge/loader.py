"""Turns the folder of YAML files into one validated set of facts, or a list of all problems."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from knowledge import rules, schema, yaml_lines
from knowledge.drafts import content_hash, drafts, to_fact
from knowledge.model import Conflict, Fact, Source, Standing, Subject
from knowledge.problems import KnowledgeError, Place, Problem

FOLDER = Path(__file__).parent
_Model = TypeVar("_Model")


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything the YAML files say, in file order."""

    sources: tuple[Source, ...]
    subjects: tuple[Subject, ...]
    facts: tuple[Fact, ...]
    conflicts: tuple[Conflict, ...]

    @property
    def version(self) -> str:
        """A hash that changes with any content: 12 hexadecimal digits."""
        return content_hash(
            [
                [fact.version for fact in self.facts],
                [repr(source) for source in self.sources],
                [repr(subject) for subject in self.subjects],
                [repr(conflict) for conflict in self.conflicts],
            ]
        )


def load(folder: Path = FOLDER) -> Knowledge:
    """Read and validate a knowledge folder.

    Raises:
        KnowledgeError: with every problem of every file.
    """
    reader = _Reader(folder)
    knowledge = reader.knowledge()
    # Where facts could not be read, conflicts would be blamed for naming them.
    conflicts = () if reader.problems else knowledge.conflicts
    problems = reader.problems + rules.check(
        knowledge.facts, knowledge.sources, knowledge.subjects, conflicts, reader.places
    )
    if problems:
        raise KnowledgeError(problems)
    return knowledge


@dataclass
class _Reader:
    folder: Path
    problems: list[Problem] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)

    def knowledge(self) -> Knowledge:
        sources = self._sources()
        subjects = {subject.id: subject for subject in self._subjects()}
        conflicts = self._conflicts()
        standings = {
            fact: standing
            for conflict in conflicts
            for fact, standing in conflict.standings.items()
        }
        facts = tuple(self._facts({source.id: source for source in sources}, subjects, standings))
        return Knowledge(tuple(sources), tuple(subjects.values()), facts, tuple(conflicts))

    def _read(
        self, path: Path, adapter: TypeAdapter[_Model]
    ) -> tuple[_Model, yaml_lines.Parsed] | None:
        file = self._name(path)
        try:
            parsed = yaml_lines.read(path)
        except yaml_lines.YamlError as error:
            self.problems.append(Problem(file, error.line, error.message))
            return None
        except OSError as error:
            self.problems.append(Problem(file, 1, f"cannot be read: {error.strerror}"))
            return None
        try:
            return adapter.validate_python(parsed.data), parsed
        except ValidationError as error:
            for detail in error.errors(include_url=False, include_context=False):
                where = ".".join(map(str, detail["loc"])) or "file"
                message = detail["msg"].removeprefix("Value error, ")
                given = detail["input"]
                if isinstance(given, str | int | float | bool) and detail["type"] != "missing":
                    message += f" (given: {given!r})"
                line = parsed.line(*detail["loc"])
                self.problems.append(Problem(file, line, f"{where}: {message}"))
            return None

    def _name(self, path: Path) -> str:
        return f"{self.folder.name}/{path.relative_to(self.folder).as_posix()}"

    def _keep(self, key: str, path: Path, line: int) -> bool:
        place = Place(self._name(path), line)
        if key in self.places:
            first = self.places[key]
            name = key.split(":", 1)[1]
            message = f"the id {name} stands already at {first.file}:{first.line}"
            self.problems.append(place.problem(message))
            return False
        self.places[key] = place
        return True

    def _sources(self) -> list[Source]:
        path = self.folder / "sources.yml"
        read = self._read(path, schema.SOURCES)
        if read is None:
            return []
        entries, parsed = read
        return [
            Source(**{**entry.model_dump(), "sections": tuple(entry.sections)})
            for position, entry in enumerate(entries)
            if self._keep(f"source:{entry.id}", path, parsed.line(position))
        ]

    def _subjects(self) -> Iterator[Subject]:
        for path in sorted((self.folder / "vocabulary").glob("*.yml")):
            read = self._read(path, schema.VOCABULARY)
            if read is None:
                continue
            entries, parsed = read
            if entries.kind != path.stem:
                line = parsed.line("kind")
                message = f"kind is {entries.kind}, but the file is named {path.stem}"
                self.problems.append(Problem(self._name(path), line, message))
            for position, entry in enumerate(entries.subjects):
                if self._keep(f"subject:{entry.id}", path, parsed.line("subjects", position)):
                    yield Subject(
                        id=entry.id,
                        kind=entries.kind,
                        name=entry.name,
                        short=entry.short,
                        full_name=entry.full_name,
                        aliases=tuple(entry.aliases),
                        ambiguous=tuple(entry.ambiguous),
                        attributes=dict(entry.model_extra or {}),
                    )

    def _conflicts(self) -> list[Conflict]:
        path = self.folder / "conflicts.yml"
        read = self._read(path, schema.CONFLICTS)
        if read is None:
            return []
        entries, parsed = read
        return [
            Conflict(**{name: _frozen(value) for name, value in entry.model_dump().items()})
            for position, entry in enumerate(entries)
            if self._keep(f"conflict:{entry.id}", path, parsed.line(position))
        ]

    def _facts(
        self,
        sources: dict[str, Source],
        subjects: dict[str, Subject],
        standings: dict[str, Standing],
    ) -> Iterator[Fact]:
        topics = self._read(self.folder / "topics.yml", schema.TOPICS)
        complete = not self.problems
        for source_id, path in self._fact_files(sources):
            read = self._read(path, schema.FACTS)
            if read is None:
                continue
            entries, parsed = read
            # References into files that could not be read would only hide the real problems.
            source = sources.get(source_id) if complete else None
            file = self._name(path)
            heading = Place(file, parsed.line("topic"))
            if entries.topic != path.stem:
                message = f"topic is {entries.topic}, but the file is named {path.stem}"
                self.problems.append(heading.problem(message))
            elif topics and entries.topic not in topics[0]:
                self.problems.append(heading.problem(f"unknown topic {entries.topic}"))
            for where, draft in drafts(entries):
                line = parsed.line(*where)
                if not self._keep(f"fact:{draft['id']}", path, line) or source is None:
                    continue
                references = self._references(draft, subjects, Place(file, line))
                if references is not None:
                    yield to_fact(draft, references, source, standings)

    def _fact_files(self, sources: Iterable[str]) -> Iterator[tuple[str, Path]]:
        """Yield the files of the sources in order, then those that belong to no source."""
        folder = self.folder / "facts"
        strays = sorted({path.name for path in folder.glob("*")} - set(sources))
        for name in strays:
            if sources:
                message = "facts/ holds only folders named after the ids of sources"
                self.problems.append(Problem(self._name(folder / name), 1, message))
        for name in [*sources, *strays]:
            for path in sorted((folder / name).glob("*.yml")):
                yield name, path

    def _references(
        self, draft: dict[str, Any], subjects: dict[str, Subject], place: Place
    ) -> tuple[Subject, Subject] | None:
        subject, measure = subjects.get(draft["subject"]), subjects.get(draft["measure"])
        if subject is None:
            message = f"{draft['id']}: unknown subject {draft['subject']}"
            self.problems.append(place.problem(message))
        if measure is None or measure.kind != "measure":
            message = f"{draft['id']}: unknown measure {draft['measure']}"
            self.problems.append(place.problem(message))
            return None
        if draft["section"] is None:
            self.problems.append(place.problem(f"{draft['id']}: section is missing"))
            return None
        return None if subject is None else (subject, measure)


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
