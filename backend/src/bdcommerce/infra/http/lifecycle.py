"""What an endpoint that will go away says of it: Deprecation (RFC 9745), Sunset (RFC 8594), what to call instead."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from email.utils import format_datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Deprecated:
    """`@get("/old", deprecated=Deprecated(since=date(2027, 1, 1), sunset=date(2027, 7, 1), instead="/api/v1/new"))`"""

    since: date
    sunset: date | None = None
    """From this day on it may be gone."""
    instead: str = ""
    """The path of what takes its place."""

    @property
    def headers(self) -> list[tuple[bytes, bytes]]:
        """Told with every reply."""
        found = [(b"deprecation", b"@%d" % _midnight(self.since).timestamp())]
        if self.sunset:
            found.append((b"sunset", format_datetime(_midnight(self.sunset), usegmt=True).encode()))
        if self.instead:
            found.append((b"link", f'<{self.instead}>; rel="successor-version"'.encode()))
        return found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
