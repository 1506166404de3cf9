"""Visits: how far a browser got on a day. Whose browser it is nobody knows, and on the next day it is another one."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date

from bdcommerce.analytics.events import Step, VisitWentOn

ORDER: tuple[Step, ...] = ("view", "cart", "checkout")
MOST_SESSION_BYTES = 64


def session_key(session: str, day: date) -> str:
    """What a browser's own random name becomes: without the name it leads nowhere, and no two days are alike."""
    return hashlib.sha256(f"{day.isoformat()}|{session}".encode()).hexdigest()[:32]


def go_on(session: str, day: date, before: Iterable[object], seen: Sequence[Step]) -> VisitWentOn | None:
    """The steps a visit had not got to before, those that lead there among them; None if there is none."""
    known = {step for event in before if isinstance(event, VisitWentOn) for step in event.steps}
    furthest = max((ORDER.index(step) for step in seen), default=-1)
    news = [step for step in ORDER[: furthest + 1] if step not in known]
    return VisitWentOn(day=day, session=session, steps=news) if news else None
