"""Samples that the API's own document gives: its example bodies, with names where they speak of something.

A call needs no sample of its own if its examples are enough: what it names is made in `things`, or made up.
"""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from bdcommerce.gateway.domain import Route
from bdcommerce.kernel import clock
from journey.samples.words import Sample

_ID = re.compile(r"([a-z]{3})_[0-9a-hjkmnp-tv-z]{20,26}")
_BY_KIND = {
    "adr": "address_id", "bat": "batch_id", "cat": "category_id", "crt": "cart_id", "cpn": "coupon_id",
    "lin": "order_line_id", "off": "offer_id", "ord": "order_id", "pay": "payout_id", "prd": "product_id",
    "ref": "refund_id", "shp": "shipment_id", "sht": "shortage_id", "var": "variant_id", "ven": "vendor_id",
    "vor": "vendor_order_id", "vst": "staff_id", "whs": "warehouse_id",
}  # fmt: skip
"""What an example's id stands for, by its kind."""
WRITTEN_ON = "2026-11-22"
"""The day of the examples: where they speak of it they mean today."""


@cache
def document() -> dict[str, Any]:
    """The OpenAPI document of all services as it is committed; that it is what they say is tested elsewhere."""
    found: dict[str, Any] = json.loads((Path(__file__).parents[4] / "contracts" / "openapi.json").read_text())
    return found


def sample_of(route: Route, name: str) -> Sample | None:
    """A valid call as the document shows it; None for one that is open to all, which has to say why, and for one that
    the document does not know.
    """
    operation = document()["paths"].get(route.path, {}).get(route.method.lower())
    if route.caller == "anybody" or operation is None:
        return None
    content = operation.get("requestBody", {}).get("content", {})
    body, picture = named(content.get("application/json", {}).get("example")), "image/png" in content
    if route.caller == "admin":
        return Sample(whose="staff's", body=body, picture=picture)
    return Sample(whose="somebody's" if "{" in name else "the caller's", body=body, picture=picture)


def named(value: Any) -> Any:
    """An example with names for its ids, as of today; braces that stand for nothing else are doubled."""
    if isinstance(value, dict):
        return {key: named(each) for key, each in value.items()}
    if isinstance(value, list):
        return [named(each) for each in value]
    if not isinstance(value, str):
        return value
    if value == WRITTEN_ON:
        return clock.today().isoformat()
    found = _ID.fullmatch(value)
    name = _BY_KIND.get(found[1]) if found else None
    return f"{{{name}}}" if name else value.replace("{", "{{").replace("}", "}}")
