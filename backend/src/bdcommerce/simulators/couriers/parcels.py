"""What all playing couriers have: parcels with their way, a desk that moves them, and a page that shows them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Any

import msgspec
from litestar import MediaType, Response, get, post
from litestar.params import FromPath, JSONBody
from litestar.types import ControllerRouterHandler

from bdcommerce.kernel import clock
from bdcommerce.simulators import pages
from bdcommerce.simulators.faults import Faults

NAIVE = "%Y-%m-%d %H:%M:%S"
COD_PER_CENT = 1
SHORT = "short_remittance"
SETTLING = {SHORT: "a statement pays `value` taka too little for a parcel"}
"""The fault that all couriers have."""


class Move(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What a tester lets happen to a parcel. Amounts are in taka; `quietly`: no webhook is sent."""

    reason: Annotated[str, msgspec.Meta(max_length=200)] = ""
    collected: int | None = None
    quietly: bool = False


class Answer(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """How much the courier answers for, taka."""

    amount: Annotated[float, msgspec.Meta(gt=0, le=1_000_000)]


@dataclass(slots=True, kw_only=True)
class Step:
    """Something that happened to a parcel."""

    word: str
    at: datetime
    reason: str


@dataclass(slots=True, kw_only=True)
class Parcel:
    """A parcel as the courier knows it. Money in whole taka."""

    number: str
    reference: str
    cod: int
    fee: int
    asked: Mapping[str, Any]
    """What it was booked with."""
    word: str
    """The courier's own word for where it is."""
    collected: int | None = None
    settled: bool = False
    """Its cash, or its charge where there was none, stands on a statement."""
    owed: float = 0
    """Taka that a statement paid too little, or that the courier answers for; it is paid when somebody asks for it."""
    reason: str = ""
    at: datetime = field(default_factory=clock.now)
    steps: list[Step] = field(default_factory=list)

    def move(self, word: str, reason: str) -> None:
        """It is somewhere else now."""
        self.word, self.reason, self.at = word, reason, clock.now()
        self.steps.append(Step(word=word, at=self.at, reason=reason))

    @property
    def naive(self) -> str:
        """When it last moved, as the clock on a wall in Dhaka has it."""
        return self.at.astimezone(clock.DHAKA).strftime(NAIVE)


class Shelf:
    """The parcels of a courier."""

    def __init__(self) -> None:
        self.parcels: dict[str, Parcel] = {}
        self.made = self.statements = 0

    def clear(self) -> None:
        """No parcels, but numbers go on: a real courier gives none twice."""
        self.parcels.clear()

    def number(self) -> int:
        """The next number."""
        self.made += 1
        return self.made

    def keep(self, parcel: Parcel) -> Parcel:
        """One more."""
        self.parcels[parcel.number] = parcel
        parcel.steps.append(Step(word=parcel.word, at=parcel.at, reason=""))
        return parcel

    def settle(self, faults: Faults) -> dict[str, Any]:
        """What the courier pays out: the cash of each parcel less its fee and its part of the cash; the fee of one that
        was paid for before is taken from that of others. Amounts in taka.
        """
        self.statements += 1
        rows = []
        for parcel in self.parcels.values():
            if parcel.collected is not None and not parcel.settled:
                parcel.settled = True
                kept = parcel.fee + round(parcel.collected * COD_PER_CENT / 100, 2)
                short = faults.happens(SHORT) if parcel.collected else None
                parcel.owed = min(float(short.value or 100), max(parcel.collected - kept, 0)) if short else 0
                paid = parcel.collected - kept - parcel.owed
                names = {"consignment": parcel.number, "merchant_order_id": parcel.reference}
                rows.append({**names, "collected": parcel.collected, "charge": kept, "paid": round(paid, 2)})
        return {"statement": f"ST{self.statements:05d}", "paid_at": clock.now().isoformat(), "rows": rows}

    def account(self) -> dict[str, Any]:
        """What the courier holds for the merchant, and what it owes beside that. Amounts in taka."""
        names = {
            one.number: {"consignment": one.number, "merchant_order_id": one.reference} for one in self.parcels.values()
        }
        held = [one for one in self.parcels.values() if one.collected and not one.settled]
        owing = [one for one in self.parcels.values() if one.owed]
        return {
            "items": [{**names[one.number], "amount": one.collected} for one in held],
            "owed": [{**names[one.number], "amount": round(one.owed, 2)} for one in owing],
        }

    def by_reference(self, reference: str) -> Sequence[Parcel]:
        """Those that were booked with a reference of the merchant's."""
        return [parcel for parcel in self.parcels.values() if parcel.reference == reference]


def desk(
    name: str, shelf: Shelf, words: Sequence[str], move: Callable[[Parcel, str, Move], None], faults: Faults
) -> list[ControllerRouterHandler]:
    """`GET /desk` lists the parcels, `POST /desk/{number}/{word}` moves one, `GET /` shows them all."""

    @get("/desk")
    async def list_parcels() -> list[dict[str, Any]]:
        return [
            {"number": one.number, "reference": one.reference, "word": one.word, "cod": one.cod, "asked": one.asked}
            for one in shelf.parcels.values()
        ]

    @post("/desk/{number:str}/{word:str}", status_code=200)
    async def move_parcel(number: FromPath[str], word: FromPath[str], data: JSONBody[Move]) -> Response[dict[str, str]]:
        parcel = shelf.parcels.get(number)
        if parcel is None or word not in words:
            return Response({"error": f"there is no parcel '{number}', or no word '{word}'"}, status_code=404)
        move(parcel, word, data)
        return Response({"number": number, "word": parcel.word})

    @get("/", media_type=MediaType.HTML)
    async def show() -> str:
        rows = [(one.number, one.reference, one.word, one.cod, one.naive) for one in shelf.parcels.values()]
        return pages.page(
            name,
            pages.text("POST /desk/{number}/{word} moves a parcel. Words: " + ", ".join(words)),
            pages.table(("number", "merchant's reference", "where", "cash, taka", "since"), rows),
            pages.text("Faults: " + ", ".join(faults.known)),
        )

    return [list_parcels, *_cash(shelf, faults), move_parcel, show]


def _cash(shelf: Shelf, faults: Faults) -> list[ControllerRouterHandler]:
    """`POST /desk/statement` settles the cash of those that were delivered since the last one, `GET /desk/account` says
    what is held and owed, `POST /desk/owed/{number}` has what is owed paid, `POST /desk/claims/{number}` has the
    courier answer for a parcel.
    """

    @post("/desk/statement", status_code=200)
    async def settle() -> dict[str, Any]:
        return shelf.settle(faults)

    @get("/desk/account")
    async def account() -> dict[str, Any]:
        return shelf.account()

    @post("/desk/owed/{number:str}", status_code=200)
    async def make_good(number: FromPath[str]) -> Response[dict[str, Any]]:
        parcel = shelf.parcels.get(number)
        if parcel is None or not parcel.owed:
            return Response({"error": f"nothing is owed for '{number}'"}, status_code=404)
        paid, parcel.owed = parcel.owed, 0
        return Response({"consignment": number, "paid": round(paid, 2)})

    @post("/desk/claims/{number:str}", status_code=200)
    async def answer_for(number: FromPath[str], data: JSONBody[Answer]) -> Response[dict[str, Any]]:
        parcel = shelf.parcels.get(number)
        if parcel is None:
            return Response({"error": f"there is no parcel '{number}'"}, status_code=404)
        parcel.owed += data.amount
        return Response({"consignment": number, "owed": round(parcel.owed, 2)})

    return [settle, account, make_good, answer_for]
