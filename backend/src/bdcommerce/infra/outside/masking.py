"""What may be kept of an exchange: its shape and its amounts, but no secret, no person and no whole phone number."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl

import msgspec

KEPT_CHARACTERS = 16_000
MASK = "***"

_SECRET = re.compile(
    r"secret|passw|token|authorization|cookie|app_?key|api_?key|^x-app-key$|(^|_)pin$|(^|_)otp$|^username$|credential"
    r"|agreement_?id|(^|_)name$|recipient_?name|customer_?name|holder_?name|user_?name|address|(^|_)add\d$|mail|card_?no"
)
_PHONE = re.compile(r"(?<!\d)((?:\+?88)?0?1[3-9])\d{5}(\d{3})(?!\d)")


def masked_text(text: str) -> str:
    """A text without whole phone numbers, and not endless."""
    return _PHONE.sub(r"\1*****\2", text)[:KEPT_CHARACTERS]


def masked(value: Any, also: Collection[str] = ()) -> Any:
    """A value of JSON without what names a secret or a person; `also` are further names to mask, in lower case."""
    if isinstance(value, Mapping):
        return {key: MASK if item and _hides(key, also) else masked(item, also) for key, item in value.items()}
    if isinstance(value, str):
        return masked_text(value)
    if isinstance(value, Sequence):
        return [masked(item, also) for item in value]
    if isinstance(value, int) and not isinstance(value, bool):
        text = masked_text(str(value))
        return value if text == str(value) else text
    return value


def _hides(name: object, also: Collection[str]) -> bool:
    plain = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", str(name)).lower()
    return _SECRET.search(plain) is not None or str(name).lower() in also


def masked_body(body: bytes, content_type: str, also: Collection[str] = ()) -> str:
    """A body as it may be kept: JSON and forms field by field, any other text without whole phone numbers."""
    text = body.decode(errors="replace")
    if "x-www-form-urlencoded" in content_type:
        return _written(masked(dict(parse_qsl(text, keep_blank_values=True)), also))
    try:
        return _written(masked(msgspec.json.decode(body), also))
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return masked_text(text)


def masked_fields(fields: Mapping[str, Any], also: Collection[str] = ()) -> str:
    """Headers, a query or a form as they may be kept; empty for none."""
    return _written(masked(dict(fields), also)) if fields else ""


def _written(value: Any) -> str:
    return msgspec.json.encode(value).decode()[:KEPT_CHARACTERS]
