"""Rails that people carry payouts to: the bank's file, by batch or at once, and payment by hand."""

from bdcommerce.payments.domain import bank_file
from bdcommerce.payments.domain.bank_file import Payee
from bdcommerce.payments.domain.rails import Destination
from bdcommerce.payments.events import Rail


class ByBank:
    """See ports.PayoutRail. BEFTN and NPSB lead to the same account and stand in the same kind of file."""

    def __init__(self, name: Rail) -> None:
        self.name = name

    def payee(self, where: Destination) -> Payee | None:
        """See the port."""
        return bank_file.payee(where.account, where.email) if where.account else None


class ByHand:
    """See ports.PayoutRail. A cheque, cash, or whatever staff have agreed with the vendor: it leads to everybody."""

    name: Rail = "manual"

    def payee(self, where: Destination) -> Payee | None:
        """See the port."""
        return Payee(beneficiary_name=where.name, account_no="", routing_no="", bank="", branch="", email=where.email)
