"""Payments as other services' tests meet it: opens what it is asked to, and stands as the test says."""

from dataclasses import replace

from bdcommerce.contracts.payments import (
    AccountBalance,
    LedgerVerdict,
    MethodOff,
    OpenPayment,
    PaymentsFace,
    PaymentStanding,
    ProviderCheck,
    UnknownPayouts,
)
from bdcommerce.kernel.errors import Unavailable
from bdcommerce.kernel.money import Money


class FakePayments:
    """A PaymentsFace in memory. `stand` says how a payment stands from now on."""

    def __init__(self) -> None:
        self.opened: dict[str, OpenPayment] = {}
        self.standing: dict[str, PaymentStanding] = {}
        self.off: set[str] = set()
        self.silent = False
        """The providers do not answer: there is no page to pay at."""

    def stand(self, order_id: str, **how: object) -> None:
        """From now on a payment stands so."""
        self.standing[order_id] = replace(self.standing[order_id], **how)  # type: ignore[arg-type]

    async def open(self, request: OpenPayment) -> None:
        if request.method in self.off:
            raise MethodOff(f"Nobody can pay by {request.method} here.", method=request.method)
        self.opened[request.order_id] = request
        total = sum((part.amount for part in request.parts), Money(0))
        fresh = PaymentStanding(
            order_id=request.order_id,
            method="",
            status="created",
            outstanding=total,
            paid=False,
            undecided=False,
            redirect_url=None,
            pay_until=request.pay_until,
        )
        self.standing.setdefault(request.order_id, fresh)

    async def start(self, order_id: str, method: str, wallet_id: str = "") -> PaymentStanding:
        if self.silent:
            raise Unavailable(f"{method} does not answer{wallet_id and ' for that wallet'}")
        page = f"https://pay.example/{method}/{order_id}"
        self.stand(order_id, method=method, status="redirected", undecided=True, redirect_url=page)
        return self.standing[order_id]

    async def decide(self, order_id: str) -> PaymentStanding:
        return self.standing[order_id]

    async def check_providers(self) -> list[ProviderCheck]:
        return []

    async def trial_balance(self) -> list[AccountBalance]:
        return []

    async def verify_ledger(self) -> LedgerVerdict:
        return LedgerVerdict(entries=0, holds=True, problems=[])

    async def unknown_payouts(self) -> UnknownPayouts:
        return UnknownPayouts(count=0, amount=Money(0), late=0, late_after_seconds=21_600, oldest_seconds=0)


def _keeps_the_contract(fake: FakePayments) -> PaymentsFace:
    return fake
