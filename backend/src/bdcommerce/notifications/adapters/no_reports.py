"""Gateways that report nothing back: what they take is sent, and more is not known."""

from collections.abc import Sequence

from bdcommerce.notifications.errors import UnreadableReport
from bdcommerce.notifications.ports import Told


class NoReports:
    """The part of ports.Gateway that is about reports."""

    def believes(self, _token: str) -> bool:
        """See ports.Gateway."""
        return False

    def understood(self, content_type: str, body: bytes) -> Sequence[Told]:
        """See ports.Gateway."""
        raise UnreadableReport.field("report", f"nothing is reported here ({content_type}, {len(body)} bytes)")
