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
    """Its cash stands on a statement."""
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
        """What the courier pays out: the cash of each parcel less its fee and its part of the cash. Amounts in taka."""
        self.statements += 1
        rows = []
        for parcel in self.parcels.values():
            if parcel.collected and not parcel.settled:
                parcel.settled = True
                kept = parcel.fee + round(parcel.collected * COD_PER_CENT / 100, 2)
                short = faults.happens(SHORT)
                paid = parcel.collected - kept - (float(short.value or 100) if short else 0)
                names = {"consignment": parcel.number, "merchant_order_id": parcel.reference}
                rows.append({**names, "collected": parcel.collected, "charge": kept, "paid": round(paid, 2)})
        return {"statement": f"ST{self.statements:05d}", "paid_at": clock.now().isoformat(), "rows": rows}

    def by_reference(self, reference: str) -> Sequence[Parcel]:
        """Those that were booked with a reference of the merchant's."""
        return [parcel for parcel in self.parcels.values() if parcel.reference == reference]


def desk(
    name: str, shelf: Shelf, words: Sequence[str], move: Callable[[Parcel, str, Move], None], faults: Faults
) -> list[ControllerRouterHandler]:
    """`GET /desk` lists the parcels, `POST /desk/{number}/{word}` moves one, `POST /desk/statement` settles the cash of
    those that were delivered since the last one, `GET /` shows them all.
    """

    @post("/desk/statement", status_code=200)
    async def settle() -> dict[str, Any]:
        return shelf.settle(faults)

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

    return [list_parcels, settle, move_parcel, show]
