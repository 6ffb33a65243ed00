"""Narrow questions on pay in the country or in one state, such as "is that enough to live on"."""

from __future__ import annotations

from collections.abc import Mapping

from actions.computed import per_month, per_week
from actions.desk import Desk
from actions.renderer import Draft
from actions.reply import Reply
from knowledge import Subject

TOPIC = "pay_aspects"
USUAL = "median"
TOP = "top"
BY_MONTH = "by_month"
# What is said for each narrow question, in this order. USUAL and TOP stand for the figure of the
# state that is named, or of the country.
TOLD: Mapping[str, tuple[str, ...]] = {
    "living": ("no_living_costs", USUAL, "beginners"),
    "taxes": ("no_taxes", USUAL),
    "benefits": ("no_benefits", USUAL),
    "bonuses": ("bonuses", USUAL),
    "other-jobs": ("no_other_jobs", USUAL, "hourly"),
    "how-paid": ("no_way_of_paying", USUAL, "hourly"),
    "trend": ("no_trend", USUAL, "other_dates"),
    "part-time": ("no_part_time", "hourly", USUAL),
    "self-employed": ("no_self_employed", "consultants", USUAL),
    "groups": ("no_groups", USUAL),
    "by-degree": ("no_degrees", "higher_roles_need_degree", USUAL),
    "why": ("no_reasons", "employer", USUAL),
    "what-it-depends-on": ("depends", "earn_more", USUAL),
    "employers": ("employer", USUAL),
    "top-earners": ("top_earners", TOP),
    "six-figures": (TOP, "higher_roles"),
    "month-or-week": (BY_MONTH, "before_anything"),
}
# After these the next sentence begins a paragraph of its own.
APART = frozenset({"no_living_costs", "no_benefits", "no_way_of_paying", "no_trend", "consultants"})


def answer(aspect: str, state: Subject | None, desk: Desk) -> Reply | None:
    """Answer a narrow question, for a state if one is given; None when it is not one of these."""
    if aspect not in TOLD:
        return None
    draft = desk.draft(TOPIC)
    before = ""
    for name in TOLD[aspect]:
        _say(draft, name, state, desk, apart=before in APART)
        before = name
    if state is None:
        draft.choose("other_figures", "pay_national").choose("any", "pay_state")
    else:
        draft.choose("pay", "pay_state", state=state).choose("national", "pay_state")
    return draft.choose("ranking", "pay_state").finish()


def _say(draft: Draft, name: str, state: Subject | None, desk: Desk, *, apart: bool) -> None:
    tell = draft.say if apart else draft.add
    subject, topic = (state.id, "pay_state") if state else ("us", "pay_national")
    median = desk.leading(subject, "median", topic)
    top = desk.leading(subject, "top-10-percent", topic)
    if name == USUAL and median:
        tell("state_median" if state else "median", median=median)
    elif name == TOP and state and top:
        tell("state_top", top=top)
    elif name == BY_MONTH and median:
        month, week = per_month(median), per_week(median)
        of = "state_by_month" if state else BY_MONTH
        tell(of, median=median, month=month, week=week)
    elif name not in (USUAL, BY_MONTH):
        tell(name)
