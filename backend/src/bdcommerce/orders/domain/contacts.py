"""To whom an order goes. Personal data: it lives sealed, beside the events and never in them."""

import json
from dataclasses import asdict, dataclass

from bdcommerce.kernel.address import Address, Place

CONTEXT = "orders.order_contact"
"""What binds a sealed contact to its column."""
PHONE = "orders.phone"
"""What the blind index of a phone is for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Who ordered, and where the parcels go. `phone` (E.164) is the one that a guest confirmed; a member's is empty.

    `delivery_note` is for whoever brings the parcels, `gift_message` lies in them.
    """

    name: str
    phone: str
    email: str
    address: Address
    delivery_note: str = ""
    gift_message: str = ""

    @property
    def phones(self) -> frozenset[str]:
        """Every number that somebody might ask for the order by."""
        return frozenset({self.phone, self.address.phone, self.address.alt_phone} - {""})

    def __repr__(self) -> str:
        return f"Contact(address={self.address!r})"


def to_text(contact: Contact) -> str:
    """The contact as a text that can be sealed."""
    return json.dumps(asdict(contact), ensure_ascii=False)


def from_text(text: str) -> Contact:
    """The contact of an opened text."""
    fields = json.loads(text)
    address = fields.pop("address")
    place = Place(**address.pop("place"))
    return Contact(**fields, address=Address(**address, place=place))
