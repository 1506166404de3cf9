"""What a sample is, and the words that samples of several services share."""

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from PIL import Image

Whose = Literal["somebody's", "the caller's", "nobody's", "staff's"]
"""Somebody's: the call names a thing of one customer, guest or vendor. The caller's: it shows or changes what belongs
to whoever calls and names nothing. Nobody's: everybody may see it, for the reason given. Staff's: of the operator.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What to send beside the path, and whose thing the call is about."""

    whose: Whose
    body: Any = None
    query: Mapping[str, str] = field(default_factory=dict)
    file: str = ""
    """A body of text/csv instead of JSON."""
    picture: bool = False
    """A body that is a picture."""
    reason: str = ""
    """Why a thing is nobody's, or whoever calls names what is not theirs."""


def theirs(body: Any = None, **query: str) -> Sample:
    """A call that names a thing of one customer, guest or vendor."""
    return Sample(whose="somebody's", body=body, query=query)


def own(body: Any = None, **query: str) -> Sample:
    """A call about what belongs to the caller."""
    return Sample(whose="the caller's", body=body, query=query)


def about(reason: str, body: Any = None, **query: str) -> Sample:
    """A call about what belongs to the caller that names a thing of others, for the reason given."""
    return Sample(whose="the caller's", reason=reason, body=body, query=query)


def public(reason: str, body: Any = None, **query: str) -> Sample:
    """A call about what everybody may see."""
    return Sample(whose="nobody's", reason=reason, body=body, query=query)


def staff(body: Any = None, **query: str) -> Sample:
    """A call of the operator's staff."""
    return Sample(whose="staff's", body=body, query=query)


def bdt(amount: int) -> dict[str, Any]:
    """So many poisha."""
    return {"amount": amount, "currency": "BDT"}


SIGN_IN = "this is how strangers become known"
PLACES = "the places of Bangladesh"
SHOP_WINDOW = "the shop window"
SEEN = "it is in the shop window for everybody"
NOTHING = "of a thing that is not the caller's the list is empty"
REASON = {"reason": "a sample of a reason"}
PASSWORD = "a-long-sample-passphrase"
ADDRESS = {
    "recipient_name": "A Sample",
    "phone": "01711000222",
    "line1": "House 1, Road 2",
    "upazila_id": "dhaka/dhanmondi",
}


@cache
def picture() -> bytes:
    """A picture that every upload takes."""
    made = io.BytesIO()
    Image.new("RGB", (640, 640), "#a03c28").save(made, "PNG")
    return made.getvalue()
