"""The three components as Rasa runs them: train, put into a model, load, process."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.correction import CORRECTION, MessageCorrector
from bot.nlu.entities import VocabularyEntityExtractor
from bot.nlu.intents import SentenceIntentClassifier

ROOT = Path(__file__).parents[3]
VOCABULARY = ROOT / "knowledge" / "vocabulary"
EXAMPLES = {
    "greet": ["hello", "hi there", "good morning", "hey"],
    "pay_national": ["how much do medical coders make", "coder salary", "what does the job pay"],
    "pay_state": ["pay in Texas", "what do coders earn in Ohio", "salary in Florida"],
    "compare_states": ["Texas or Ohio, who pays more", "compare pay in Utah and Iowa"],
    "exam": ["is the exam hard", "how difficult is the test", "how many people pass the exam"],
}


class Pipeline:
    """Trains the components one after the other, as Rasa's graph does."""

    def __init__(self, folder: Path, vocabulary: Path) -> None:
        folder.mkdir()
        context = ExecutionContext(GraphSchema({}), model_id="test")
        storage = LocalModelStorage(folder)
        data = TrainingData(
            [Message.build(text, intent) for intent, texts in EXAMPLES.items() for text in texts]
        )
        configs: list[tuple[Any, dict[str, Any]]] = [
            (MessageCorrector, {"vocabulary": str(vocabulary)}),
            (VocabularyEntityExtractor, {"vocabulary": str(vocabulary)}),
            (
                SentenceIntentClassifier,
                {
                    "stand_ins": {"state": ["Texas", "Florida"]},
                    "polite": ["greet"],
                    "background": ["state", "city"],
                    "encoder_cache": str(ROOT / ".rasa" / "encoder"),
                },
            ),
        ]
        self.components: list[Any] = []
        for kind, settings in configs:
            config = {**kind.get_default_config(), **settings}
            resource = Resource(kind.__name__)
            kind.create(config, storage, resource, context).train(data)
            component = kind.load(config, storage, resource, context)
            if hasattr(component, "process_training_data"):
                component.process_training_data(data)
            self.components.append(component)
        self.folder = folder

    def understand(self, text: str, metadata: dict[str, Any] | None = None) -> Message:
        message = Message({"text": text, "metadata": metadata})
        for component in self.components:
            component.process([message])
        return message


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> Pipeline:
    return Pipeline(tmp_path_factory.mktemp("pipeline") / "model", VOCABULARY)


def test_a_question_is_read_again_with_what_was_told_of_last(pipeline: Pipeline) -> None:
    told = {"about": {"names": "exam", "marks": []}}
    (clause,) = pipeline.understand("how hard?", told).get("clauses")
    assert clause["about"][0]["name"] == "exam"


def test_signs_alone_are_not_read_again(pipeline: Pipeline) -> None:
    (clause,) = pipeline.understand("???", {"about": {"names": "exam", "marks": []}}).get("clauses")
    assert clause["about"] == []


def test_each_of_several_questions_is_read_again(pipeline: Pipeline) -> None:
    told = {"about": {"names": "exam", "marks": []}}
    clauses = pipeline.understand("How hard? And what is the pay in Texas?", told).get("clauses")
    assert [bool(clause["about"]) for clause in clauses] == [True] * len(clauses)


def test_without_anything_told_before_a_question_is_read_once(pipeline: Pipeline) -> None:
    (clause,) = pipeline.understand("how hard?").get("clauses")
    assert clause["about"] == []


def test_a_message_gets_its_intent_and_entities(pipeline: Pipeline) -> None:
    message = pipeline.understand("whats the salery in flordia")
    assert message.get("intent")["name"] == "pay_state"
    assert message.get("intent")["confidence"] > 0.6
    assert message.get("entities") == [
        {
            "entity": "state",
            "value": "florida",
            "start": 20,
            "end": 27,
            "extractor": "VocabularyEntityExtractor",
        }
    ]


def test_a_state_that_no_example_names_is_understood_alike(pipeline: Pipeline) -> None:
    seen = pipeline.understand("pay in Texas").get("intent")
    assert pipeline.understand("pay in Rhode Island").get("intent") == seen


def test_two_states_are_a_comparison(pipeline: Pipeline) -> None:
    assert pipeline.understand("Maine or Nevada").get("intent")["name"] == "compare_states"


def clauses(message: Message) -> list[tuple[str, str, list[str]]]:
    return [
        (clause["text"], clause["intent"]["name"], [e["value"] for e in clause["entities"]])
        for clause in message.get("clauses")
    ]


def test_a_city_and_a_sum_are_entities(pipeline: Pipeline) -> None:
    entities = pipeline.understand("do coders in Houston make $60k").get("entities")
    found = [(entity["entity"], entity["value"]) for entity in entities]
    assert found == [("city", "Houston|texas"), ("claim_amount", "60000")]


def test_a_question_is_one_clause(pipeline: Pipeline) -> None:
    message = pipeline.understand("salary in Florida")
    assert clauses(message) == [("salary in Florida", "pay_state", ["florida"])]
    (clause,) = message.get("clauses")
    assert clause["intent"] == message.get("intent")
    assert clause["ranking"] == message.get("intent_ranking")[:5]


def test_two_questions_are_two_clauses_with_their_own_entities(pipeline: Pipeline) -> None:
    message = pipeline.understand("Hi there! What do coders earn in Ohio, and is the exam hard?")
    assert clauses(message) == [
        ("What do coders earn in Ohio", "pay_state", ["ohio"]),
        ("is the exam hard?", "exam", []),
    ]
    assert message.get("intent")["name"] == "pay_state"


def test_the_place_of_a_story_belongs_to_its_question(pipeline: Pipeline) -> None:
    story = "We moved to Ohio last year. " + "My garden is full of old roses and bees. " * 4
    message = pipeline.understand(story + "How much do medical coders make?")
    assert clauses(message) == [
        ("How much do medical coders make?", "pay_national", ["ohio", "medical-coding"])
    ]


def test_a_clause_that_nothing_is_like_is_not_understood(pipeline: Pipeline) -> None:
    message = pipeline.understand("purple elephants dance quietly")
    (clause,) = message.get("clauses")
    assert clause["intent"] == {"name": "nlu_fallback", "confidence": 0.4}
    assert clause["ranking"][1] == message.get("intent")


def test_the_ranking_names_every_intent(pipeline: Pipeline) -> None:
    ranking = pipeline.understand("hello").get("intent_ranking")
    assert ranking[0] == pipeline.understand("hello").get("intent")
    assert {entry["name"] for entry in ranking} == set(EXAMPLES)


@pytest.mark.parametrize("text", ["", "   ", "?!", "🙂", "\u200b"])
def test_a_message_without_words_has_no_confidence(pipeline: Pipeline, text: str) -> None:
    message = pipeline.understand(text)
    assert message.get("intent")["confidence"] == 0
    assert message.get("entities") == []


def test_a_message_of_the_greatest_length_is_understood(pipeline: Pipeline) -> None:
    text = ("How much do coders earn? " * 200)[:4000]
    assert pipeline.understand(text).get("intent")["name"] == "pay_national"


def test_what_only_the_components_need_stays_out_of_the_answer(pipeline: Pipeline) -> None:
    message = pipeline.understand("hello")
    assert CORRECTION not in message.as_dict(only_output_properties=True)


def test_nothing_in_the_model_can_run_when_it_is_read(pipeline: Pipeline) -> None:
    suffixes = {file.suffix for file in pipeline.folder.rglob("*") if file.is_file()}
    assert suffixes == {".json", ".npz", ".onnx"}


def test_a_new_certification_needs_no_code(pipeline: Pipeline, tmp_path: Path) -> None:
    vocabulary = Path(shutil.copytree(VOCABULARY, tmp_path / "vocabulary"))
    file = vocabulary / "certification.yml"
    new = "  - {id: cpb, name: CPB, full_name: Certified Professional Biller}\n"
    text = file.read_text(encoding="utf-8").rstrip("\n") + "\n" + new
    file.write_text(text, encoding="utf-8")
    message = "what is the CPB, the certifed professional biller?"

    def certifications(one: Pipeline) -> list[str]:
        entities = one.understand(message).get("entities")
        return [e["value"] for e in entities if e["entity"] == "certification"]

    assert certifications(pipeline) == []
    assert certifications(Pipeline(tmp_path / "model", vocabulary)) == ["cpb", "cpb"]


@pytest.mark.parametrize("component", [MessageCorrector, VocabularyEntityExtractor])
def test_rasa_learns_that_the_vocabulary_has_changed(component: Any, tmp_path: Path) -> None:
    vocabulary = Path(shutil.copytree(VOCABULARY, tmp_path / "vocabulary"))
    config = {"vocabulary": str(vocabulary)}
    before = component.fingerprint_addon(config)
    assert component.fingerprint_addon(config) == before
    with (vocabulary / "state.yml").open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    assert component.fingerprint_addon(config) != before
