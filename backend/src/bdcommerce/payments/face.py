"""Payments, for whoever asks inside the marketplace."""

from bdcommerce.contracts.payments import (
    AccountBalance,
    LedgerVerdict,
    OpenPayment,
    PaymentStanding,
    ProviderCheck,
    UnknownPayouts,
)
from bdcommerce.infra.postgres import Reads
from bdcommerce.payments import sagas
from bdcommerce.payments.handlers import disbursing, prepaid
from bdcommerce.payments.ports import Deps
from bdcommerce.payments.queries import ledger, payout_desk


class Face:
    """See contracts.payments.PaymentsFace."""

    def __init__(self, deps: Deps, reads: Reads) -> None:
        self._deps, self._reads = deps, reads

    async def open(self, request: OpenPayment) -> None:
        """See contracts.payments.PaymentsFace."""
        sagas.provider_of(self._deps, request.method)
        async with self._deps.works() as work:
            await prepaid.open_payment(work, request)

    async def start(self, order_id: str, method: str, wallet_id: str = "") -> PaymentStanding:
        """See contracts.payments.PaymentsFace."""
        return sagas.standing(self._deps, await sagas.begin(self._deps, order_id, method, wallet_id))

    async def decide(self, order_id: str) -> PaymentStanding:
        """See contracts.payments.PaymentsFace."""
        return sagas.standing(self._deps, await sagas.decide(self._deps, order_id))

    async def check_providers(self) -> list[ProviderCheck]:
        """See contracts.payments.PaymentsFace."""
        taking = [await sagas.check(self._deps.providers[name]) for name in sorted(self._deps.providers)]
        paying = [await disbursing.check(self._deps.disbursers[rail]) for rail in sorted(self._deps.disbursers)]
        return sorted([*taking, *paying], key=lambda each: each.provider)

    async def trial_balance(self) -> list[AccountBalance]:
        """See contracts.payments.PaymentsFace."""
        return await ledger.balances(self._reads)

    async def verify_ledger(self) -> LedgerVerdict:
        """See contracts.payments.PaymentsFace."""
        return await ledger.verify(self._reads)

    async def unknown_payouts(self) -> UnknownPayouts:
        """See contracts.payments.PaymentsFace."""
        return await payout_desk.unknown_counted(self._reads, self._deps.pauses.unknown)
