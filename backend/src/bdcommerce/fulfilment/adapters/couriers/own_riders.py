"""The operator's own riders, who see the parcel in the list of shipments: nobody else has to be told."""

import hashlib
from collections.abc import Sequence

from bdcommerce.fulfilment.domain.areas import TheirArea
from bdcommerce.fulfilment.domain.booking import Price
from bdcommerce.fulfilment.domain.news import News
from bdcommerce.fulfilment.errors import HookRefused
from bdcommerce.fulfilment.ports.couriers import Abilities, CourierJob, Hook, HookReply, PickupPoint, PriceAsk, Receipt
from bdcommerce.kernel.money import Money

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


class OwnRiders:
    """See ports.Courier."""

    name = "own_riders"
    can = Abilities(
        local=True, looks_up=True, refuses_twice=True, cancels=True, fetches=True, changes_cod=True, prices=True
    )

    async def check(self) -> None:
        """Nobody asks the operator's riders for credentials."""

    async def book(self, job: CourierJob) -> Receipt:
        """A tracking number that follows from the reference, with no letter that could be taken for another."""
        number = int.from_bytes(hashlib.sha256(job.reference.encode()).digest()[:8], "big")
        letters = []
        for _ in range(10):
            number, index = divmod(number, len(_ALPHABET))
            letters.append(_ALPHABET[index])
        return Receipt(tracking_no="OR" + "".join(letters))

    async def find(self, reference: str) -> Receipt | None:  # noqa: ARG002 - the port's
        """Riders know what is on their list; asked again they give the same number."""
        return None

    async def track(self, tracking_no: str, reference: str) -> News | None:  # noqa: ARG002 - the port's
        """Riders say themselves what becomes of a parcel."""
        return None

    async def cancel(self, tracking_no: str, reason: str) -> None:
        """It is off their list."""

    async def price(self, ask: PriceAsk) -> Price:  # noqa: ARG002 - the port's
        """Riders are paid by the month; a table of the operator's says otherwise."""
        return Price(delivery=Money(0), cod_charge=Money(0), source="none")

    async def pickup_point(self, point: PickupPoint) -> str:
        """They know their way."""
        return point.key

    async def areas(self) -> Sequence[TheirArea]:
        """Ours."""
        return ()

    def hear(self, hook: Hook) -> Sequence[News]:  # noqa: ARG002 - the port's
        """Riders speak through the API of shipments. Raises HookRefused."""
        raise HookRefused.of(self.name)

    def answer(self, problem: str = "") -> HookReply:
        """Nobody asks."""
        return HookReply(status=400 if problem else 200)
