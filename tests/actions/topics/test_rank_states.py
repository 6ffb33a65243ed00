from tests.actions.conftest import Ask


def listed(text: str) -> list[str]:
    return [line[2:] for line in text.splitlines() if line.startswith("- ")]


def test_the_five_highest_by_median(ask: Ask) -> None:
    turn = ask("rank_states", "which states pay coders the most")
    assert turn.text.startswith("By median pay in May 2024")
    assert listed(turn.text) == [
        "The District of Columbia: $64,690 a year",
        "Rhode Island: $63,330 a year",
        "Hawaii: $62,990 a year",
        "Washington: $62,250 a year",
        "Nevada: $60,530 a year",
    ]
    assert "not a state" in turn.text
    assert "24 of 51 areas" in turn.text
    assert "my own count" in turn.text


def test_the_other_documents_list_is_named_with_its_measure(ask: Ask) -> None:
    turn = ask("rank_states", "best paying states")
    assert "California first, but it goes by average pay" in turn.text
    assert "medical-coder-profile" in turn.sources


def test_the_five_lowest(ask: Ask) -> None:
    turn = ask("rank_states", "lowest paid state for coders")
    assert listed(turn.text)[0] == "Alabama: $38,540 a year"
    assert turn.choices[0] == "Show the five highest"


def test_a_taken_choice_is_read_by_its_title(ask: Ask) -> None:
    assert listed(ask("rank_states", "Show the five lowest").text)[0].startswith("Alabama")


def test_the_best_paid_tenth_when_asked(ask: Ask) -> None:
    turn = ask("rank_states", "best for the top 10 percent", measure=["top-10-percent"])
    assert listed(turn.text)[1] == "Maryland: about $107,870 a year or more"


def test_top_ten_states_means_places_not_percent(ask: Ask) -> None:
    turn = ask("rank_states", "top ten states medical coder wages", measure=["top-10-percent"])
    assert "Rhode Island: $63,330 a year" in listed(turn.text)


def test_the_place_of_one_state(ask: Ask) -> None:
    turn = ask("rank_states", "where does Texas rank", state=["texas"])
    assert "Texas is number 43 of 51 (my own count in that list)" in turn.text
    assert "below the national median of $50,250" in turn.text
    assert turn.choices == ["Pay in Texas", "Which states pay the most?"]


def test_the_place_by_the_best_paid_tenth(ask: Ask) -> None:
    turn = ask("rank_states", "", state=["maryland"], measure=["top-10-percent"])
    assert "Maryland is number 2 of 51" in turn.text


def test_a_state_above_the_national_median(ask: Ask) -> None:
    assert "above the national median" in ask("rank_states", state=["new-mexico"]).text


def test_how_many_are_above_comes_first_when_asked(ask: Ask) -> None:
    turn = ask("rank_states", "how many states are above the national median")
    assert turn.text.startswith("24 of 51 areas")


def test_a_list_goes_on_upwards_from_the_lowest(ask: Ask) -> None:
    turn = ask("rank_states", "and who comes just above those")
    assert turn.text.startswith("Next, going up from the lowest")
    assert "West Virginia" in turn.text


def test_a_place_in_the_list_cites_the_state_that_is_named_only(ask: Ask) -> None:
    turn = ask("rank_states", state=["iowa"])
    assert {id_ for id_ in turn.facts if id_.count(".") > 2 and ".us." not in id_} == {
        "guide.pay.iowa.median"
    }
