from tests.actions.conftest import Ask


def test_cpc_and_ccs_stand_side_by_side_when_nothing_is_named(ask: Ask) -> None:
    turn = ask("certification_compare")
    lines = [line for line in turn.text.splitlines() if line.startswith("- ")]
    assert [line.split(":")[0] for line in lines] == [
        "- Given by",
        "- Exam fee",
        "- Exam",
        "- To keep it",
    ]
    assert "$399 for the CPC. $299 for the CCS, for members" in turn.text
    assert "36 credits every 2 years for the CPC" in turn.text
    assert "150 questions in 5 hours 40 minutes for the CPC" in turn.text
    assert "Check with the organization" in turn.cautions


def test_the_named_ones_are_compared_in_their_order(ask: Ask) -> None:
    turn = ask("certification_compare", certification=["cca", "cpc"])
    assert "$199 for the CCA for members, and $299 for others. $399 for the CPC." in turn.text
    assert "CCS" not in turn.text


def test_what_the_pages_do_not_give_is_said(ask: Ask) -> None:
    text = ask("certification_compare", certification=["crc", "cpma"]).text
    assert "- Exam fee: Not given for the CRC. Not given for the CPMA." in text


def test_one_alone_is_set_beside_the_most_common_one(ask: Ask) -> None:
    text = ask("certification_compare", certification=["cca"]).text
    assert "$399 for the CPC" in text


def test_bodies_are_compared_by_their_main_certification(ask: Ask) -> None:
    text = ask("certification_compare", organization=["ahima", "aapc"]).text
    assert text.index("CCS") < text.index("CPC")


def test_the_apprentice_mark_is_explained(ask: Ask) -> None:
    text = ask("certification_compare", certification=["cpc", "cpc-a"]).text
    assert "apprentice mark goes away after 2 years" in text
