"""Offers that somebody waits for."""

from datetime import datetime

import msgspec

from bdcommerce.kernel.text import Localized


class WaitingView(msgspec.Struct, frozen=True, kw_only=True):
    """An offer that the caller wants to be told about when it can be bought again."""

    offer_id: str
    title: Localized
    slug: str
    """Of the product's page."""
    asked_at: datetime
