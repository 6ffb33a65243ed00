"""The figures as plain text."""

from collections.abc import Iterable, Mapping, Sequence

from evaluation.measurement import Measurement
from evaluation.peers import EXAMPLES
from evaluation.tally import Tally, total

COLUMNS = (
    "questions",
    "intent",
    "typos",
    "sample",
    "stock",
    "sample typos",
    "stock typos",
    "entities",
    "right",
    "typos",
)
SHOWN_MISSES = 25


def table(measured: Measurement) -> str:
    """Return all figures: a line for each topic, for each kind of conversation, and the totals."""
    return (
        "\n\n".join(
            part
            for part in (_topics(measured), _entities(measured), _conversations(measured))
            if part
        )
        + "\n\n"
        + _totals(measured)
    )


def misses(measured: Measurement) -> list[tuple[str, list[str]]]:
    """Return the lists of what went wrong, each with its heading, the gravest first."""
    listed: list[tuple[str, list[str]]] = []
    for dialogue, how in ((measured.dialogue, ""), (measured.dialogue_typos, ", with typos")):
        if dialogue:
            listed.append((f"Wrong figures{how}", dialogue.wrong_figures))
            listed.append((f"Answers that are not right{how}", dialogue.misses))
    listed.append(("Not understood", measured.understanding.misses))
    if measured.understanding_typos:
        listed.append(("Not understood, with typos", measured.understanding_typos.misses))
    return listed


def shortened(lists: Iterable[tuple[str, Sequence[str]]], shown: int = SHOWN_MISSES) -> str:
    """Return the lists in full up to `shown` lines each; the lines are cut to be readable."""
    parts = []
    for heading, lines in lists:
        kept = [line if len(line) <= 160 else line[:157] + "..." for line in lines[:shown]]
        left = [f"... and {len(lines) - shown} more"] if len(lines) > shown else []
        parts.append("\n  ".join([f"{heading}: {len(lines)}", *kept, *left]))
    return "\n\n".join(parts)


def in_full(lists: Iterable[tuple[str, Sequence[str]]]) -> str:
    """Return the lists with every line as it is."""
    return "\n\n".join("\n  ".join([f"{head}: {len(lines)}", *lines]) for head, lines in lists)


def _topics(measured: Measurement) -> str:
    understood = (
        measured.understanding,
        measured.understanding_typos,
        measured.sample,
        measured.stock,
        measured.sample_typos,
        measured.stock_typos,
    )
    answered = (measured.dialogue, measured.dialogue_typos)
    columns: list[Mapping[str, Tally] | None] = [
        *(one.intent if one else None for one in understood),
        measured.understanding.topic_recall,
        *(one.questions if one else None for one in answered),
    ]
    topics = sorted(measured.understanding.intent)
    rows = [
        [
            topic,
            str(measured.understanding.intent[topic].all),
            *(str(one[topic]) if one else "" for one in columns),
        ]
        for topic in topics
    ]
    totals = [str(total(one[topic] for topic in topics)) if one else "" for one in columns]
    rows.append(["all", str(len(measured.questions)), *totals])
    return (
        "Single questions, per cent: intent right; the same when ours and Rasa's stock pipeline\n"
        f"learn the same {EXAMPLES} examples of each intent; entities found, answers right (kind,\n"
        "facts and sources)\n" + _grid(("topic", *COLUMNS), rows)
    )


def _entities(measured: Measurement) -> str:
    scores = [one for one in (measured.understanding, measured.understanding_typos) if one]
    kinds = sorted({*measured.understanding.recall, *measured.understanding.precision})
    rows = []
    for kind in kinds:
        cells = [str(tallies[kind]) for one in scores for tallies in (one.recall, one.precision)]
        named = str(measured.understanding.recall[kind].all)
        rows.append([kind, named, *cells, *[""] * (4 - len(cells))])
    heads = ("entities", "named", "found", "precise", "typos", "precise")
    return _grid(heads, rows)


def _conversations(measured: Measurement) -> str:
    clean, typos = measured.dialogue, measured.dialogue_typos
    if not clean:
        return ""
    both = [clean, typos] if typos else [clean]
    rows = [
        [name.replace("_", " "), str(tally.all), *(str(one.conversations[name]) for one in both)]
        for name, tally in sorted(clean.conversations.items())
    ]
    wholes = [total(one.conversations.values()) for one in both]
    rows.append(["all", str(wholes[0].all), *map(str, wholes)])
    rows.append(["their turns", str(clean.turns.all), *(str(one.turns) for one in both)])
    rows = [[*row, *[""] * (4 - len(row))] for row in rows]
    return _grid(("conversations", "number", "right", "typos"), rows)


def _totals(measured: Measurement) -> str:
    rows: list[list[str]] = []
    for name, one in (
        ("understanding", measured.understanding),
        ("understanding, typos", measured.understanding_typos),
        ("ours, sample", measured.sample),
        ("ours, sample, typos", measured.sample_typos),
        ("stock, sample", measured.stock),
        ("stock, sample, typos", measured.stock_typos),
        ("answers", measured.dialogue),
        ("answers, typos", measured.dialogue_typos),
    ):
        if one:
            rows.append([name, str(one.declined_rightly), str(one.declined_wrongly)])
    text = _grid(("declined, per cent", "out of scope", "good questions"), rows)
    for how, dialogue in (("", measured.dialogue), (" with typos", measured.dialogue_typos)):
        if dialogue:
            text += f"\nWrong figures{how}: {len(dialogue.wrong_figures)}"
    return text


def _grid(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table; the first column is flush left, the others flush right."""
    lines = [heads, *rows]
    widths = [max(len(line[at]) for line in lines) for at in range(len(heads))]
    text = [
        "  ".join(
            cell.ljust(width) if at == 0 else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    ]
    return "\n".join([text[0], "-" * len(text[0]), *text[1:]])
