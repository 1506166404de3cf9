"""What ids look like and stand for, by the name of the field or parameter that holds them."""

import re
from itertools import pairwise

KINDS = {
    "actor": "usr", "address": "adr", "answer": "ans", "applicant": "usr", "application": "ven", "approval": "apr",
    "author": "usr", "batch": "bat", "brand": "brd", "bulk": "blk", "campaign": "cgn", "cart": "crt",
    "cart_line": "cln", "category": "cat", "change": "chg", "claim": "clm", "clock": "clk", "close": "scl",
    "closing": "cls", "colleague": "usr", "complaint": "cmp", "count": "cnt", "coupon": "cpn", "customer": "usr",
    "delivery": "whd", "device": "dev", "difference": "dif", "dispute": "dsp", "edit": "edt", "entry": "jnl",
    "event": "evt", "evidence": "evd", "hold": "phd", "import": "imp", "invoice": "inv", "issuer": "ven",
    "key": "key", "line": "lin", "listing": "lph", "media": "med", "message": "msg", "note": "not", "offer": "off",
    "order": "ord", "payout": "pay", "price_change": "prc", "product": "prd", "promotion": "prm",
    "question": "qst", "refund": "ref", "remittance": "rem", "request": "req", "return": "ret", "review": "rvw",
    "rider": "usr", "rule": "rul", "session": "ses", "shipment": "shp", "shortage": "sht", "staff": "vst",
    "statement": "stm", "template": "ans", "transfer": "trf", "user": "usr", "variant": "var", "vendor": "ven",
    "vendor_order": "vor", "wallet": "wal", "warehouse": "whs", "webhook": "whk", "wish": "wit", "wishlist": "wsh",
}  # fmt: skip
"""What ids of a kind begin with, as `new_id` is told where they are made."""
_ULID = "01kdqk5v2ke8rbm3p5cdkz9q0x"


def identifier(name: str) -> str | None:
    """What a field of that name may hold: `order_id` an `ord_…`, also `own_order_id`. None for what is no known id."""
    prefix = _prefix(name)
    return f"{prefix}_{_ULID}" if prefix else None


def meaning(name: str) -> str | None:
    """What such an id stands for, in words."""
    prefix, words = _prefix(name), name.removesuffix("_id").replace("_", " ")
    return f"id of {'an' if words[0] in 'aeio' else 'a'} {words}, `{prefix}_…`" if prefix else None


def kind_in(title: str) -> str:
    """What a class called `VendorOrderView` is about: the last thing that its name speaks of."""
    words = [each.lower() for each in re.findall("[A-Z][a-z]*", title)]
    pairs = [f"{first}_{second}" for first, second in pairwise(words)]
    return next((each for each in [*reversed(pairs), *reversed(words)] if each in KINDS), "order")


def _prefix(name: str) -> str | None:
    kind = name.removesuffix("_id")
    return (KINDS.get(kind) or KINDS.get(kind.rpartition("_")[2])) if name.endswith("_id") else None
