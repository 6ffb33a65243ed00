from knowledge.sections import split

TEXT = """The title
Some words.
Pay
It is about pay.
“What’s next?” they ask
pay and more
🏢Top places
• Entry level: here
Pay
Again.
"""


def test_cuts_a_document_at_its_headings() -> None:
    found, missing = split(TEXT, ["The title", "Pay", "Top places"])
    assert missing == []
    assert found["The title"] == ["The title\nSome words."]
    assert found["Top places"] == ["🏢Top places\n• Entry level: here\nPay\nAgain."]


def test_a_heading_matches_the_start_of_a_line_without_case_and_quotes() -> None:
    found, missing = split(TEXT, ["The title", "\"what's NEXT"])
    assert missing == []
    assert found["\"what's NEXT"][0].startswith("“What’s next?” they ask")


def test_a_whole_line_goes_before_a_line_that_only_begins_so() -> None:
    found, _ = split("Title\npayments are made\nPay\nmoney", ["Title", "Pay"])
    assert found["Pay"] == ["Pay\nmoney"]


def test_a_heading_that_occurs_twice_may_be_listed_twice() -> None:
    found, missing = split(TEXT, ["The title", "Pay", "Top places", "Pay"])
    assert missing == []
    assert [text.splitlines()[-1] for text in found["Pay"]] == ["pay and more", "Again."]


def test_a_title_that_is_not_printed_holds_the_text_before_the_next_heading() -> None:
    found, missing = split(TEXT, ["No title", "Pay"])
    assert missing == []
    assert found["No title"] == ["The title\nSome words."]


def test_a_heading_that_is_out_of_order_is_missing() -> None:
    _, missing = split(TEXT, ["The title", "Top places", "They ask", "Nowhere"])
    assert missing == ["They ask", "Nowhere"]
