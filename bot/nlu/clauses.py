"""Cuts a message into the pieces that may be questions of their own.

Cutting is generous: whether a piece stands by itself is decided by what the classifier makes of
it (see bot.nlu.choosing).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

_HELPER = (
    r"(?:do|does|did|don'?t|doesn'?t|is|are|was|isn'?t|aren'?t|can|could|can'?t|should|would|will"
    r"|has|have|had|am|may|must|might)"
)
# How a question or a request begins.
_ASKS = (
    r"(?:how(?:'?s)?\b(?!ever)|what(?:'?s|\s+about)?\b|wh?at'?s\b"
    rf"|(?:which|where|when|who|why|whose)(?:'?s)?\s+(?:[\w'’-]+\s+){{0,3}}?{_HELPER}\b"
    r"|(?:which|where|who|when)'?s\b"
    r"|(?:which|who|whose)\s+(?:[\w'’-]+\s+){0,2}(?:pays?|takes?|costs?|makes?|earns?|needs?|hires?"
    r"|gives?|gets?|comes?|offers?|works?|teach(?:es)?)\b"
    rf"|{_HELPER}\s+(?:i|you|u|we|they|it|he|she|there|that|this|these|those|the|a|an|my|your"
    r"|coders?|students?|beginners?|graduates?|medical|most|all|any|people|someone|anyone|online|remote|states?|hospitals?"
    r"|employers?|ai|robots?|computers?|machines?|insurance|schools?|doctors?|cert\w*|billers?|cpcs?|ccs|cca|cic|coc|crc|rhit|aapc|ahima)\b"
    r"|(?:please\s+|just\s+|pls\s+)?(?:tell|show|give|send)\s+me\b"
    r"|(?:please\s+)?(?:compare|explain|list|describe)\b"
    r"|i(?:'d|\s+would|\s+also|\s+just|\s+really)?\s+(?:also\s+|just\s+|really\s+)?"
    r"(?:want|wanna|need|like|love)\s+(?:to\s+)?(?:know|hear|ask|learn\s+(?:about|how)|find\s+out)\b"
    r"|i'?m\s+(?:also\s+)?(?:wondering|curious|asking)\b|i\s+wonder\b|any\s+(?:idea|info|chance)\b)"
)
_JOINT = (
    r"(?:and|an|also|plus|but|so|then|n|&|\+|or|oh|well|ok|okay|now|like|second(?:ly)?|finally"
    r"|anyways?)"
)
_BOUNDARY = re.compile(
    # The end of a sentence, unless it is the dot of "U.S." or "Dr.".
    r"(?P<end>(?:[?!…]+|(?<![\s.][A-Za-z])(?<!\b[A-Za-z])(?<!\b(?:dr|mr|st|vs|ft))"
    r"(?<!\b(?:mrs|etc|ill))(?<!\b[1-9])\.+(?!\w))[\"')\]]*\s*|\s*[\n;]+\s*|\s+(?=\(?[1-9][.)]\s))"
    # A comma or a word such as "and" before the beginning of a question.
    rf"|(?P<join>(?:\s*[,:]\s*|\s+-+\s+|\s+(?={_JOINT}\s))(?:{_JOINT}[\s,]+)*)(?={_ASKS})"
    # A question that follows without any sign.
    r"|(?P<bare>\s+)(?=(?:how\s+(?:much|long|hard|many|do|does|can|often)|what\s+(?:is|are|do|does)"
    r"|can\s+i|do\s+(?:i|they)|is\s+(?:it|there)\s+\w+|which\s+(?:one|state|cert\w*|exam)"
    r"|where\s+(?:do|can))\b)",
    re.IGNORECASE,
)
# "I want to know how much", "depends on which state", "and how long": no new question begins.
_LEADING = re.compile(
    r"(?:\b(?:know|knows|wonder\w*|tell|ask\w*|see|about|of|on|and|or|understand|learn|say|explain"
    r"|me|us|you|sure|idea|curious|decide|out|at|with|for|to|in|by|from|matter|if|but|so|that"
    r"|exactly|like|just|also|then|hear|find|check|interested|is|are|not|hi|hey|hello|ok"
    r"|how|what|where|when|why|who|which|much|long|many|hard|often|soon)|[,:;-]"
    r"|\b(?:which|what|whose)\s+\w+)\s*$",
    re.IGNORECASE,
)
_BEGINNING = re.compile(
    rf"\W*(?:[1-9][.)]\s*)?(?:{_JOINT}[\s,]+|(?:hi|hey|hello|hmm|um|please|pls|sorry|thanks|thank\s+you|yes|no)[\s,!.]+"
    rf"|(?:my|the|main|only|big|real|other|first|next|last)\s+|question\s*(?:is|:)?\s+)*{_ASKS}",
    re.IGNORECASE,
)
# "They pay how much?" is one question; nothing is asked of by "how much" alone.
_AT_THE_END = re.compile(r"how\s+(?:much|long|many|often|hard)\s*(?:[?!.]|$)", re.IGNORECASE)
# "So", "now tell me", "my question is".
_TOPIC_ENDS = re.compile(r"\s*:\s")
_NUMBERED = re.compile(r"\W*[1-9][.)]\s")
_EMPTY = re.compile(
    rf"\W*(?:{_JOINT}\b\W*)*(?:go|shoot|(?:please\s+|just\s+)?(?:tell|show)\s+me(?:\s+please)?"
    r"|(?:my|the)\s+question\s+is|(?:[\w']+\s+){0,4}?(?:a|one|two|three|four|[1-9]|some|a\s+few|several|couple)"
    r"(?:\s+of)?(?:\s+quick)?\s+(?:questions?|things?)(?:\s+(?:please|pls|for\s+you))?)?\W*",
    re.IGNORECASE,
)
_INSIDE = re.compile(
    r"\b(?:(?:tell|show|give)\s+me|(?:want|need|like|love)\s+to\s+(?:know|hear|find\s+out)|wondering"
    r"|curious|how\s+(?:much|long|many|hard|one|coders|people|somebody|someone)"
    r"|what\s+(?:do|does|is|are|can|would|coders?|people|one|a\s+coder|they|the\s+pay)"
    r"|whether|which\s+(?:one|cert\w*|state)"
    r"|(?:would|do|can)\s+you\s+(?:know|tell|recommend))\b",
    re.IGNORECASE,
)
# "Time and cost of training" asks for the time of training and for its cost.
_SHARED = re.compile(
    r"^(?P<one>.*?\S)\s+(?:and|&|n|plus)\s+(?:the\s+)?(?P<two>[\w'-]+(?:\s+[\w'-]+){0,2}?)\s+"
    r"(?P<rest>(?:of|for|to\s+(?:become|get|be))\s+\S.*)$",
    re.IGNORECASE,
)
# What may stand between two questions, and may as well stand inside one.
_FORK = re.compile(
    r"\s*(?:;|[,/](?!(?<=\d[,/])\d))\s*(?:(?:and|also|plus|then|but|or)\s+)*(?=\w)"
    r"|\s+(?:and|also|plus|&|n|then|but|an(?=\s+(?:how|do|does|is|are|can|what|where)\b))\s+(?:(?:also|then|plus)\s+)?(?=\w)",
    re.IGNORECASE,
)
# How long, with what or from when on: the question that follows is about just that.
_BEGINS = re.compile(
    r"(?:and\s+|so\s+|but\s+|ok(?:ay)?\s+)?(?:after|with(?:out)?|within|before|as\s+an?|at|past|beyond"
    r"|starting|beginning)\s+(?:\S+\s+){0,8}\S+$",
    re.IGNORECASE,
)
# "Is that so?", "true or not", "who is right?": what stands before it is the question.
_CHECKS = re.compile(
    rf"\W*(?:{_JOINT}\b\W*)*(?:"
    r"(?:(?:is|was)\s+(?:that|this|it|he|she)|are\s+they|am\s+i|(?:it|that|this|he|she)(?:'s|\s+is))"
    r"\s+(?:really\s+|actually\s+|even\s+)?(?:right|true|correct|so|accurate|wrong|false|nonsense)"
    r"|(?:right|true|correct)(?=\W*$|\W+or\b)|(?:who|which\s+one)(?:'s|\s+is)\s+right"
    r")(?:\W+or\s+(?:not|no|wrong|false|lie|nonsense))?\W*",
    re.IGNORECASE,
)
# A statement so short only goes on from the one before it: "I said never."
_MOST_WORDS_GOING_ON = 4
_MOST_WORDS_OF_TOPIC = 5
_MOST_WORDS_FORKED = 30
_FEWEST_WORDS_FORKED = 2
_MOST_FORKS = 3
# "What does one start at, pay wise": in which respect it is asked.
_RESPECT = re.compile(r"\W*(?:pay|money|salary|wage|cost|price|time|job|work)[\s-]?wise\b", re.I)
# "Do they teach it, or do I learn that alone?" has one answer.
_YES_OR_NO = re.compile(rf"\W*(?:{_JOINT}\b[\s,]*)*{_HELPER}\b", re.IGNORECASE)
_OR = re.compile(r"[\s,]*or[\s,]*", re.IGNORECASE)
# "Which certification, in your view, should I take?": the question has not had its verb yet.
_UNFINISHED = re.compile(
    rf"\W*(?:{_JOINT}\b[\s,]*)*(?:what|which|how\s+(?:much|many))\b(?!.*\b{_HELPER}\b)[^?.!]*,[^,?.!]*$",
    re.IGNORECASE | re.DOTALL,
)
# "The difference between billing and coding" is one question.
_COMPARES = re.compile(
    r"\b(?:between|compar\w*|differen\w+|versus|vs|side\s+by\s+side|both|together)\b", re.IGNORECASE
)
# Something named before. "Is it hard to become a coder" names it itself.
_LEANS = re.compile(
    r"\b(?:it|its|they|them|their|those|these|he|she|one|there|that|this)\b"
    r"(?!\s+(?:job|work|field|career|occupation|profession|line|possible|true|hard\s+to|worth\s+"
    r"|a\s|an\s|is\b|are\b|was\b|i\b|you\b|we\b|they\b|the\b))",
    re.IGNORECASE,
)
_TELLS = re.compile(
    r"\b(?:i|i'?m|i'?ve|i'?d|i'?ll|my|me|we|we'?re|we'?ve|our|us|he|she|his|her|somebody|someone"
    r"|everybody|everyone|nobody)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Piece:
    """A part of a message that may be a question.

    `spans` are the stretches of the message that it consists of (start, end), `asks` whether it
    has the form of a question or request, `apart` whether a sentence ends before it, `leans`
    whether it speaks of something named before ("is it hard?"), `tells` whether somebody tells
    of themselves ("I finished school in 1994").
    """

    spans: tuple[tuple[int, int], ...]
    asks: bool
    apart: bool
    leans: bool = False
    tells: bool = False

    @property
    def start(self) -> int:
        """Where it begins in the message."""
        return self.spans[0][0]

    @property
    def end(self) -> int:
        """Where it ends in the message."""
        return self.spans[-1][1]

    def of(self, text: str) -> str:
        """Return its text."""
        return " ".join(text[start:end] for start, end in self.spans)

    def after(self, before: "Piece") -> "Piece":
        """Return this piece together with the one before it."""
        return Piece(
            ((before.start, self.end),), self.asks, before.apart, tells=before.tells or self.tells
        )


def split(text: str) -> list[Piece]:
    """Return the pieces of a message in order; without any letters there is none."""
    pieces: list[Piece] = []
    start, apart = 0, True
    for boundary in [*_boundaries(text), None]:
        end = boundary.start() if boundary else len(text)
        # The sign belongs to its sentence.
        shown = end + _sign(text, boundary)
        piece = _piece(text, start, shown, apart)
        if piece is not None:
            pieces.append(piece)
            apart = False
        if boundary:
            start, apart = boundary.end(), apart or boundary["end"] is not None
    return _with_topic(_with_checks(_with_beginnings(pieces, text), text), text)


def _with_beginnings(pieces: list[Piece], text: str) -> list[Piece]:
    """Put the beginning of a sentence to its question: "After four years, what is the pay"."""
    result: list[Piece] = []
    for piece in pieces:
        last = result[-1] if result else None
        begins = last is not None and not last.asks and not last.tells
        if last and begins and piece.asks and not piece.apart and _BEGINS.match(last.of(text)):
            result[-1] = replace(piece.after(last), leans=piece.leans)
        else:
            result.append(piece)
    return result


def _with_checks(pieces: list[Piece], text: str) -> list[Piece]:
    """Put "is that so?" to what it asks about: "He says they all must have a degree. True?"."""
    result: list[Piece] = []
    for piece in pieces:
        checks = bool(_CHECKS.fullmatch(piece.of(text)))
        while checks and result and not result[-1].asks:
            before = result.pop()
            piece = replace(piece.after(before), asks=True)
            checks = len(before.of(text).split()) <= _MOST_WORDS_GOING_ON
        result.append(piece)
    return result


def _with_topic(pieces: list[Piece], text: str) -> list[Piece]:
    """Give the topic of "CPC exam: how long, how many questions, what fee" to each question."""
    if len(pieces) < 3 or pieces[0].asks or not _TOPIC_ENDS.match(text, pieces[0].end):
        return pieces
    if pieces[0].tells or len(pieces[0].of(text).split()) > _MOST_WORDS_OF_TOPIC:
        # "And two more, if you'll bear with me: ..." only announces.
        return pieces
    topic, *rest = pieces
    end = next((at for at, piece in enumerate(rest) if at and piece.apart), len(rest))
    return [
        Piece((*topic.spans, *piece.spans), piece.asks, piece.apart) if at < end else piece
        for at, piece in enumerate(rest)
    ]


def forks(piece: Piece, text: str) -> list[tuple[Piece, Piece]]:
    """Return the ways in which a piece may be two questions, such as "pay and hours of coders"."""
    if len(piece.spans) != 1 or len(piece.of(text).split()) > _MOST_WORDS_FORKED:
        return []
    words, at = text[piece.start : piece.end], piece.start

    def part(*spans: tuple[int, int], apart: bool) -> Piece:
        return Piece(tuple((at + first, at + last) for first, last in spans), piece.asks, apart)

    found = []
    if match := _SHARED.match(words):
        one = part(match.span("one"), match.span("rest"), apart=piece.apart)
        found.append((one, part((match.start("two"), match.end("rest")), apart=False)))
    for joint in _FORK.finditer(words):
        sides = words[: joint.start()], words[joint.end() :]
        if all(map(_can_ask, sides)) and (not _COMPARES.search(words) or _asks(sides[1])):
            one = part((0, joint.start()), apart=piece.apart)
            found.append((one, part((joint.end(), len(words)), apart=False)))
    return found[:_MOST_FORKS]


def _boundaries(text: str) -> Iterator[re.Match[str]]:
    done = 0
    for match in _BOUNDARY.finditer(text):
        before = text[done : match.start()]
        leads = len(before.split()) < 3 or _LEADING.search(before)
        if match["bare"] is not None and (leads or _AT_THE_END.match(text, match.end())):
            continue
        comma = match["join"] is not None and match["join"].strip() == ","
        if comma and _UNFINISHED.match(before) and _YES_OR_NO.match(text, match.end()):
            continue
        alternative = match["join"] is not None and _OR.fullmatch(match["join"])
        if alternative and _YES_OR_NO.match(before) and _YES_OR_NO.match(text, match.end()):
            continue
        done = match.end()
        yield match


def _sign(text: str, boundary: re.Match[str] | None) -> int:
    if boundary is None or boundary["end"] is None:
        return 0
    return len(boundary["end"].rstrip())


def _can_ask(words: str) -> bool:
    only_tells = _TELLS.match(words) and not _asks(words)
    asks = not only_tells and not _RESPECT.match(words)
    return asks and len(words.split()) >= _FEWEST_WORDS_FORKED


def _asks(words: str) -> bool:
    forms = (_BEGINNING.match(words), _INSIDE.search(words), _NUMBERED.match(words))
    return "?" in words or any(forms)


def _piece(text: str, start: int, end: int, apart: bool) -> Piece | None:
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    end -= len(words) - len(words.rstrip())
    words = text[start:end]
    if not any(character.isalnum() for character in words) or _EMPTY.fullmatch(words):
        return None
    leans, tells = bool(_LEANS.search(words)), bool(_TELLS.search(words))
    return Piece(((start, end),), _asks(words), apart, leans, tells)
