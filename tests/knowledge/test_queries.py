import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import (
    KnowledgeBase,
    MissingDatabaseError,
    UnknownFactError,
    UnknownSourceError,
    UnknownSubjectError,
)
from knowledge.build import build
from knowledge.loader import load
from tests.knowledge.folder import Folder


@pytest.fixture
def database(folder: Folder, tmp_path: Path) -> Path:
    folder.conflicts = [
        {
            "id": "pay",
            "question": "What is the pay?",
            "leading": "guide.pay.us.median",
            "differs": ["guide.pay.us.second"],
            "why": "It is better.",
            "note": "Another place gives {guide.pay.us.second}.",
            "brief": "Another place differs.",
        }
    ]
    folder.add(id="guide.pay.us.first", measure="median", low=10, statement="{value}")
    folder.add(id="guide.pay.us.second", measure="median", low=20, statement="{value}")
    path = tmp_path / "kb with spaces?.sqlite"
    build(load(folder.save()), path)
    return path


@pytest.fixture
def base(database: Path) -> KnowledgeBase:
    return KnowledgeBase(database)


def test_the_database_gives_back_what_the_files_say(base: KnowledgeBase, folder: Folder) -> None:
    knowledge = load(folder.path)
    assert tuple(base.facts()) == knowledge.facts
    assert tuple(base.sources()) == knowledge.sources
    assert tuple(base.subjects()) == knowledge.subjects
    assert tuple(base.conflicts()) == knowledge.conflicts
    assert base.version == knowledge.version


def test_a_base_in_memory_answers_like_one_of_a_file(base: KnowledgeBase, folder: Folder) -> None:
    memory = KnowledgeBase.in_memory(folder.path)
    assert memory.facts() == base.facts()
    assert memory.search("texas") == base.search("texas")


def test_finds_one_thing_by_its_id(base: KnowledgeBase) -> None:
    assert base.fact("guide.pay.texas.median").subject is base.subject("texas")
    assert base.source("guide-page").short == "guide"


def test_unknown_ids_are_errors(base: KnowledgeBase) -> None:
    with pytest.raises(UnknownFactError):
        base.fact("guide.pay.mars.median")
    with pytest.raises(UnknownSubjectError):
        base.subject("mars")
    with pytest.raises(UnknownSourceError):
        base.source("mars")


def test_filters_work_together(base: KnowledgeBase) -> None:
    found = base.facts(topic="pay_state", kind="state", measure="median", source="guide-page")
    assert [fact.subject.id for fact in found] == ["texas", "ohio"]
    assert [fact.subject.id for fact in base.facts(subject="ohio")] == ["ohio"]
    assert [fact.id for fact in base.facts(standing="differs")] == ["guide.pay.us.second"]
    assert base.facts(topic="weather") == []


def test_the_fact_that_leads_a_conflict_answers_first(base: KnowledgeBase) -> None:
    fact = base.leading("us", "median")
    assert fact is not None
    assert fact.id == "guide.pay.us.median"
    assert base.leading("us", "median", topic="pay_state") is None
    assert base.leading("us", "description") is None


def test_tells_the_conflict_of_a_fact(base: KnowledgeBase) -> None:
    conflict = base.conflict("guide.pay.us.second")
    assert conflict is not None
    assert conflict is base.conflict("guide.pay.us.median")
    assert conflict.standings == {
        "guide.pay.us.median": "leading",
        "guide.pay.us.second": "differs",
    }
    assert base.conflict("guide.pay.texas.median") is None


def test_ranks_highest_first(base: KnowledgeBase) -> None:
    assert [fact.subject.id for fact in base.rank("state", "median")] == ["ohio", "texas"]
    assert base.rank("state", "duration") == []


@pytest.mark.parametrize("words", ["texas", "TX", "Lone-Star", "median pay in texas!"])
def test_search_finds_by_names_and_measures(base: KnowledgeBase, words: str) -> None:
    assert base.search(words)[0].id == "guide.pay.texas.median"


def test_search_keeps_its_limit(base: KnowledgeBase) -> None:
    assert len(base.search("median", 2)) == 2
    assert base.search("median", 0) == []


def test_search_finds_nothing_for_foreign_words(base: KnowledgeBase) -> None:
    assert base.search("zebra") == []
    assert base.search("?!") == []


MEMORY: list[KnowledgeBase] = []


@given(st.text(max_size=40))
def test_search_takes_any_text(tmp_path_factory: pytest.TempPathFactory, words: str) -> None:
    if not MEMORY:
        MEMORY.append(KnowledgeBase.in_memory(Folder(tmp_path_factory.mktemp("any")).save()))
    assert len(MEMORY[0].search(f"{words}\"' OR NEAR( * {words}", 2)) <= 2


def test_a_missing_database_says_how_to_build_it(tmp_path: Path) -> None:
    with pytest.raises(MissingDatabaseError, match="python -m knowledge build --database"):
        KnowledgeBase(tmp_path / "missing.sqlite")
    assert not (tmp_path / "missing.sqlite").exists()


@pytest.mark.parametrize("content", [b"", b"no database at all, but long enough to be read" * 40])
def test_a_file_that_is_no_database_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "kb.sqlite"
    path.write_bytes(content)
    with pytest.raises(MissingDatabaseError):
        KnowledgeBase(path)
    assert path.read_bytes() == content


def test_a_replaced_database_is_seen_at_once(
    base: KnowledgeBase, folder: Folder, database: Path
) -> None:
    before = base.version
    folder.fact["low"] = 60000
    build(load(folder.save()), database)
    assert base.fact("guide.pay.us.median").figure == "$60,000 a year"
    assert base.version != before
    assert base.search("texas")


def test_a_damaged_or_missing_replacement_keeps_the_knowledge_of_before(
    base: KnowledgeBase, folder: Folder, database: Path, caplog: pytest.LogCaptureFixture
) -> None:
    database.unlink()
    assert base.fact("guide.pay.us.median")
    database.write_bytes(b"damaged" * 200)
    assert base.search("texas")
    assert "keeping the knowledge of before" in caplog.text
    build(load(folder.save()), database)
    assert base.fact("guide.pay.us.median")


def test_the_database_is_only_read(database: Path) -> None:
    before = database.read_bytes()
    database.chmod(0o444)
    database.parent.chmod(0o555)
    try:
        assert KnowledgeBase(database).search("texas")
    finally:
        database.parent.chmod(0o755)
    assert database.read_bytes() == before


def test_threads_may_share_it_while_it_is_replaced(
    base: KnowledgeBase, folder: Folder, database: Path
) -> None:
    knowledge = load(folder.path)
    failures: list[BaseException] = []
    stop = threading.Event()

    def ask() -> None:
        try:
            while not stop.is_set():
                assert base.search("texas", 1)[0].id == "guide.pay.texas.median"
                assert len(base.rank("state", "median")) == 2
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for _ in range(5):
        build(knowledge, database)
    stop.set()
    for thread in threads:
        thread.join()
    assert failures == []
