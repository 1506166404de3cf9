"""Times as bKash and Amazon write them."""

import re
from datetime import UTC, datetime, timedelta, timezone

_BKASH = re.compile(r"(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:[:.](\d{1,6}))?\s*(?:GMT|UTC)?\s*([+-]\d{2}):?(\d{2})")


def bkash_time(text: str) -> datetime | None:
    """`2026-01-31T12:34:56:789 GMT+0600`, whose milliseconds stand behind a colon. None for anything else."""
    match = _BKASH.fullmatch(text.strip())
    if match is None:
        return None
    seconds, fraction, hours, minutes = match.groups()
    sign = -1 if hours.startswith("-") else 1
    offset = timedelta(hours=int(hours), minutes=sign * int(minutes))
    micros = int((fraction or "0").ljust(6, "0"))
    try:
        return datetime.fromisoformat(seconds).replace(microsecond=micros, tzinfo=timezone(offset)).astimezone(UTC)
    except ValueError:
        return None


def amazon_time(text: str) -> datetime | None:
    """`2026-01-31T06:34:56.789Z`. None for anything else, also without an offset."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo else None
