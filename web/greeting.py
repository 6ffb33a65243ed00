"""The first message of a conversation."""

from pathlib import Path

import yaml
from pydantic import TypeAdapter

from web.log.records import LoggedMessage
from web.payload import OfferedChoice
from web.reply import assistant_message
from web.school import School

FILE = Path(__file__).with_name("greeting.yml")


class Greeting:
    """Greets with the school's words and our starter choices."""

    def __init__(self, school: School) -> None:
        """Read ``greeting.yml``; ``pydantic.ValidationError`` when it is wrong."""
        content = yaml.safe_load(FILE.read_text(encoding="utf-8"))
        self._choices = TypeAdapter(list[OfferedChoice]).validate_python(content["choices"])
        self._text = school.fill(school.greeting)

    def message(self) -> LoggedMessage:
        """Return a new greeting, to be stored before it is shown."""
        return assistant_message("smalltalk", self._text, self._choices)
