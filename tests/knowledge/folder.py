"""A small knowledge folder and documents to build, break and mend in tests."""

import copy
from pathlib import Path
from typing import Any

import yaml

SOURCE = {
    "id": "guide-page",
    "short": "guide",
    "document": "doc",
    "title": "A guide",
    "publisher": None,
    "published": None,
    "note": "Undated, but it names its statistics.",
    "sections": ["A guide", "Pay", "Training"],
}
VOCABULARY: dict[str, list[dict[str, Any]]] = {
    "country": [{"id": "us", "name": "the United States"}],
    "state": [
        {"id": "texas", "name": "Texas", "short": "TX", "aliases": ["lone star state"]},
        {"id": "ohio", "name": "Ohio", "short": "OH", "ambiguous": ["oh"]},
    ],
    "code_system": [{"id": "icd-10-cm", "name": "ICD-10-CM", "aliases": ["icd-10"]}],
    "measure": [
        {"id": "median", "name": "median pay", "unit": "usd_per_year"},
        {"id": "duration", "name": "time", "unit": "months"},
        {"id": "description", "name": "description"},
    ],
}
PAY: dict[str, Any] = {
    "topic": "pay_national",
    "section": "Pay",
    "as_of": "2024-05",
    "basis": "U.S. Bureau of Labor Statistics",
    "review_by": "2026-04-30",
    "facts": [
        {
            "id": "guide.pay.us.median",
            "subject": "us",
            "measure": "median",
            "low": 50250,
            "unit": "usd_per_year",
            "statement": "Half of the workers earn more than {value}.",
        }
    ],
}
STATES: dict[str, Any] = {
    **{key: PAY[key] for key in ("section", "as_of", "basis", "review_by")},
    "topic": "pay_state",
    "tables": [
        {
            "prefix": "guide.pay",
            "columns": [{"measure": "median", "statement": "In {subject} it is {value}."}],
            "rows": {"texas": [47230], "ohio": [51420]},
        }
    ],
}
DOCUMENT = """A guide

Pay
The median was $50,250.1 The figures are of May 2024.1
Texas $47,230
Ohio $51,420
Training
Programs take 9–12 months.
"""


class Folder:
    """The YAML files of a knowledge folder as Python data; `save` writes them."""

    def __init__(self, root: Path) -> None:
        self.path = root / "knowledge"
        self.documents = root / "documents"
        self.sources: list[dict[str, Any]] = [copy.deepcopy(SOURCE)]
        self.vocabulary = copy.deepcopy(VOCABULARY)
        self.facts = {
            "guide-page/pay_national.yml": copy.deepcopy(PAY),
            "guide-page/pay_state.yml": copy.deepcopy(STATES),
        }
        self.conflicts: list[dict[str, Any]] = []
        self.document = DOCUMENT

    @property
    def fact(self) -> dict[str, Any]:
        """The first fact, to be changed."""
        fact: dict[str, Any] = self.facts["guide-page/pay_national.yml"]["facts"][0]
        return fact

    def add(self, **fact: Any) -> None:
        """Add a claim beside the first fact, with what is given changed."""
        facts = self.facts["guide-page/pay_national.yml"]["facts"]
        claim = {"subject": "us", "measure": "description", "statement": "A plain claim."}
        facts.append({"id": f"guide.claim.number-{len(facts)}", **claim, **fact})

    def save(self) -> Path:
        """Write all files and return the folder."""
        self._write("sources.yml", self.sources)
        self._write("conflicts.yml", self.conflicts)
        self._write("topics.yml", {"pay_national": "pay", "pay_state": "pay in each state"})
        for kind, subjects in self.vocabulary.items():
            self._write(f"vocabulary/{kind}.yml", {"kind": kind, "subjects": subjects})
        for name, facts in self.facts.items():
            self._write(f"facts/{name}", facts)
        self.documents.mkdir(exist_ok=True)
        (self.documents / "doc.txt").write_text(self.document, encoding="utf-8")
        return self.path

    def _write(self, name: str, data: Any) -> None:
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = yaml.safe_dump(data, sort_keys=False, allow_unicode=True)
        # Dates are kept as strings above, so that they read well; YAML shall see dates.
        path.write_text(text.replace("'2026-04-30'", "2026-04-30"), encoding="utf-8")
