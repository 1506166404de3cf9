"""Promotions as orders tells of them."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from bdcommerce.contracts.orders import PromotionScheduled, PromotionScope
from bdcommerce.kernel.ids import new_id
from bdcommerce.kernel.text import Localized

EID = Localized("Eid", "ঈদ")


def told(starts_at: datetime, hours: int = 2, **terms: Any) -> PromotionScheduled:
    usual: dict[str, Any] = {
        "promotion_id": new_id("prm"),
        "name": EID,
        "scope": PromotionScope(),
        "percent": Decimal(20),
        "amount_off": None,
        "fixed_price": None,
        "funded_by": "",
        "priority": 0,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=hours),
    }
    return PromotionScheduled(**(usual | terms))
