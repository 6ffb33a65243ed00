import pytest

from bot.nlu.labels import Label, MetadataError


def test_a_block_without_metadata_is_general() -> None:
    assert Label.of("duties", None) == Label("duties")
    assert Label.of("duties", {}) == Label("duties")


def test_metadata_names_aspect_and_family() -> None:
    block = {"intent": {"aspect": "memorizing", "after": "certification"}}
    assert Label.of("exam", block) == Label("exam", "memorizing", "certification")


@pytest.mark.parametrize("block", [{"aspekt": "x"}, {"aspect": 3}, {"after": ""}, "memorizing"])
def test_metadata_that_nobody_reads_is_refused(block: object) -> None:
    with pytest.raises(MetadataError, match="exam"):
        Label.of("exam", {"intent": block})
