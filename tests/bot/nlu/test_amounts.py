import pytest

from bot.nlu.amounts import Amount, find_amounts


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("coders make $90k right?", ["90000"]),
        ("is it really 90k", ["90000"]),
        ("it's 90 grand i heard", ["90000"]),
        ("I was told 90,000", ["90000"]),
        ("so $52,300 a year?", ["52300"]),
        ("seventy thousand is normal isn't it", ["70000"]),
        ("seventy-five thousand dollars", ["75000"]),
        ("a hundred thousand a year?", ["100000"]),
        ("a hundred and ten grand", ["110000"]),
        ("do they make 75000", ["75000"]),
        ("they earn 48780 on average", ["48780"]),
        ("75000?", ["75000"]),
        ("is it 25 an hour", ["25"]),
        ("$24.50/hr", ["24.5"]),
        ("30 dollars per hour", ["30"]),
        ("does the exam cost 425 dollars", ["425"]),
        ("60-70k", ["60000", "70000"]),
        ("between $50 and $60", ["50", "60"]),
        ("a million dollars", ["1000000"]),
        ("does the course cost 3000", ["3000"]),
        ("1.5k for school", ["1500"]),
    ],
)
def test_money_is_found_however_it_is_written(text: str, values: list[str]) -> None:
    assert [amount.value for amount in find_amounts(text)] == values


@pytest.mark.parametrize(
    "text",
    [
        "",
        "what will I earn in 2030",
        "salary 2024",
        "how much did they make in 2019?",
        "I am 45 and she is 17",
        "I'm forty five",
        "ICD-10-CM and icd 10",
        "what is CPT 99213",
        "code 99000",
        "zip 75000",
        "I live in 75000",
        "75204",
        "185,000 jobs",
        "14,200 openings a year",
        "70,000 codes",
        "my 401k",
        "100 questions",
        "40 hours a week",
        "two years",
        "a year",
        "one year program",
        "5 years",
        "a 2 year degree",
        "a thousand times",
        "section 4.2.1",
        "12-2024",
        "call 555-0100-1234",
    ],
)
def test_other_numbers_are_no_money(text: str) -> None:
    assert find_amounts(text) == []


def test_the_place_is_that_of_the_amount() -> None:
    text = "so is it $90k now?"
    assert find_amounts(text) == [Amount("90000", 9, 13)]
    assert text[9:13] == "$90k"
