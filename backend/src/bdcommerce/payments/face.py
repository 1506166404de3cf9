"""The books, for whoever asks inside the marketplace."""

from bdcommerce.contracts.payments import AccountBalance, LedgerVerdict
from bdcommerce.infra.postgres import Reads
from bdcommerce.payments.queries import ledger


class Face:
    """See contracts.payments.PaymentsFace."""

    def __init__(self, reads: Reads) -> None:
        self._reads = reads

    async def trial_balance(self) -> list[AccountBalance]:
        """See contracts.payments.PaymentsFace."""
        return await ledger.balances(self._reads)

    async def verify_ledger(self) -> LedgerVerdict:
        """See contracts.payments.PaymentsFace."""
        return await ledger.verify(self._reads)
