"""Returns as they come in and go out. Amounts are in poisha."""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from bdcommerce.contracts.fulfilment import ShipmentStatus
from bdcommerce.contracts.orders import ReturnCode
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Localized
from bdcommerce.orders.domain.order import Order, VendorOrder
from bdcommerce.orders.domain.returned import Return, ReturnStatus
from bdcommerce.orders.domain.returns import Wanted, worth
from bdcommerce.orders.events import InspectedUnits, PickupPayer, ReturnedUnits, ReturnWish, Swap
from bdcommerce.orders.schemas.requests import Id, Note

Units = Annotated[int, Meta(ge=1, le=100_000, description="units to give back", examples=[1])]
Counted = Annotated[int, Meta(ge=0, le=100_000, examples=[1])]
Said = Annotated[str, Meta(max_length=500, pattern=r"^[^\x00]*$", examples=["the zip is broken"])]
Explained = Annotated[str, Meta(min_length=3, max_length=500, pattern=r"^[^\x00]*$", examples=["it was worn"])]


class ReturnLine(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Units of a line of the order."""

    line_id: Id
    quantity: Units
    exchange_for: Annotated[
        Id | None,
        Meta(
            description="in an exchange: the offer wanted instead, another variant of the same product at the same "
            "price; null: the same again"
        ),
    ] = None


class AskReturn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Give goods back. `code` is one of `GET /return-reasons`; photos are added afterwards."""

    vendor_order_id: Id
    lines: Annotated[list[ReturnLine], Meta(min_length=1, max_length=100, description="each line once")]
    code: ReturnCode
    reason: Annotated[Said, Meta(description="what is wrong, in words")] = ""
    wish: Annotated[
        ReturnWish, Meta(description="the money back, or other goods for these; without stock it is the money")
    ] = "refund"
    fetch: Annotated[
        bool,
        Meta(
            description="have the goods fetched, for the fee of the rule `return.pickup_fee`: who only changed their "
            "mind bears it, else the vendor. Where nobody fetches they are to be sent"
        ),
    ] = False

    @property
    def others(self) -> dict[str, str]:
        """The offers that are wanted instead, by line."""
        return {line.line_id: line.exchange_for for line in self.lines if line.exchange_for}

    def wanted(self, swaps: tuple[Swap, ...]) -> Wanted:
        """The same to decide about."""
        units = tuple(ReturnedUnits(line_id=line.line_id, quantity=line.quantity) for line in self.lines)
        return Wanted(
            units=units, code=self.code, reason=self.reason.strip(), wish=self.wish, swaps=swaps, fetch=self.fetch
        )


class SayWhy(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A reason in words, which the other side reads."""

    reason: Explained


class SaySomething(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A word that the customer reads, if there is one to say."""

    note: Annotated[Note, Meta(description="what the customer reads")] = ""


class InspectedLine(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """How the units of a line came back. All three together are the units of the return."""

    line_id: Id
    as_described: Annotated[Counted, Meta(description="units as they were sent: in stock again")] = 0
    damaged: Annotated[Counted, Meta(description="units that nobody can sell any more")] = 0
    missing: Annotated[Counted, Meta(description="units that did not come back")] = 0


class InspectReturn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What was found in the parcel."""

    lines: Annotated[list[InspectedLine], Meta(min_length=1, max_length=100, description="every line of the return")]
    note: Annotated[Note, Meta(description="what the customer reads")] = ""

    @property
    def units(self) -> list[InspectedUnits]:
        """The same to decide about."""
        return [
            InspectedUnits(
                line_id=line.line_id, as_described=line.as_described, damaged=line.damaged, missing=line.missing
            )
            for line in self.lines
        ]


class ReturnLineView(msgspec.Struct, frozen=True, kw_only=True):
    """Units of a line, and how they came back."""

    line_id: str
    title: Localized
    sku: str
    quantity: int
    as_described: Annotated[int, Meta(description="units that came back as they were sent")]
    damaged: Annotated[int, Meta(description="units that came back worse")]
    missing: Annotated[int, Meta(description="units that did not come back")]
    refund: Money
    """What is paid back for them; nothing before they were looked at."""


class ReturnPickupView(msgspec.Struct, frozen=True, kw_only=True):
    """That goods are fetched, or were."""

    fetched: bool
    """Whether a courier has, or had, them."""
    fee: Money
    """What that costs, VAT included."""
    paid_by: PickupPayer
    """Who bears it: a customer's part is taken from what is paid back. Empty: nobody but us."""


class ReplacementView(msgspec.Struct, frozen=True, kw_only=True):
    """What is sent for units of a line."""

    line_id: str
    offer_id: str
    quantity: int


class ExchangeView(msgspec.Struct, frozen=True, kw_only=True):
    """What is sent for returned goods: nothing is named before those were looked at."""

    replacements: list[ReplacementView]
    parcel: ShipmentStatus | None
    """Where it is; null before it is taken from stock."""


class ReturnView(msgspec.Struct, frozen=True, kw_only=True):
    """A return."""

    id: str
    order_id: str
    number: str
    vendor_order_id: str
    vendor_id: str
    status: ReturnStatus
    code: ReturnCode
    reason: str
    lines: list[ReturnLineView]
    photos: list[str]
    """Names of photos, to be read under `…/photos/{name}`."""
    answer: str
    """What the vendor said, or staff."""
    requested_at: datetime
    answer_by: datetime | None
    """Until when the vendor may answer; null where staff have agreed already."""
    contradict_by: datetime | None
    """Until when the customer may have staff look at a refusal."""
    send_by: datetime | None
    """Until when the goods have to come back."""
    worth: Money
    """What the customer paid for these units; once they were looked at, what is paid back (`delivery` in it)."""
    delivery: Money
    """The delivery fee in it."""
    wish: ReturnWish
    pickup: ReturnPickupView | None
    """Null where the customer sends or brings the goods."""
    exchange: ExchangeView | None
    """Null where the money is wanted, or was paid back instead."""
    paid: Money
    """What of it the customer has already."""

    @classmethod
    def of(cls, order: Order, part: VendorOrder, one: Return) -> "ReturnView":
        """What everybody concerned sees of it."""
        return cls(
            id=one.id,
            order_id=order.order_id,
            number=order.number,
            vendor_order_id=part.id,
            vendor_id=part.vendor_id,
            status=one.status,
            code=one.code,
            reason=one.reason,
            lines=[_line(part, one, units) for units in one.units],
            photos=list(one.photos),
            answer=one.answer,
            requested_at=one.asked_at,
            answer_by=one.answer_by,
            contradict_by=one.stands_at,
            send_by=one.send_by,
            worth=worth(part, one),
            delivery=one.delivery,
            wish=one.wish,
            pickup=_pickup(one) if one.fetch else None,
            exchange=_exchange(one) if one.wish == "exchange" else None,
            paid=one.paid,
        )


def _pickup(one: Return) -> ReturnPickupView:
    return ReturnPickupView(fetched=one.fetched, fee=one.fetch_fee, paid_by=one.fetch_paid_by)


def _exchange(one: Return) -> ExchangeView:
    sent = [
        ReplacementView(line_id=each.line_id, offer_id=each.offer_id, quantity=each.quantity)
        for each in one.replacements
    ]
    return ExchangeView(replacements=sent, parcel=one.replacement)


def _line(part: VendorOrder, one: Return, units: ReturnedUnits) -> ReturnLineView:
    line = next(each for each in part.terms.lines if each.line_id == units.line_id)
    found = next((each for each in one.inspected if each.line_id == units.line_id), None)
    paid = next((each.amount for each in one.granted if each.line_id == units.line_id), Money(0))
    return ReturnLineView(
        line_id=units.line_id,
        title=line.title,
        sku=line.sku,
        quantity=units.quantity,
        as_described=found.as_described if found else 0,
        damaged=found.damaged if found else 0,
        missing=found.missing if found else 0,
        refund=paid,
    )
