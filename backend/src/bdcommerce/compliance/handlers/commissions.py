"""The operator's own invoices: to each vendor, for the commission of a month (service code
S099.60; SRO 143-AIN/2023/220-Mushak).
"""

from datetime import date, timedelta

from bdcommerce.compliance.domain import invoices
from bdcommerce.compliance.domain.commissions import LINES_PER_INVOICE, Commission, end_of, month_of
from bdcommerce.compliance.domain.invoices import OPERATOR, Invoice, Party
from bdcommerce.compliance.domain.sales import Sale
from bdcommerce.compliance.errors import NoOperatorProfile
from bdcommerce.compliance.events import CommissionMonthEnded
from bdcommerce.compliance.ports import Work
from bdcommerce.contracts.vendors import IssuerIdentity
from bdcommerce.kernel import clock, ids

_SETTLING = timedelta(hours=1)
"""How long after the end of a month its last releases may still be heard before its invoice is made."""


async def owe(work: Work, before: Sale, after: Sale) -> None:
    """Note a commission as soon as it is earned, and see to it that its month will be invoiced."""
    facts = after.facts
    if before.facts.commission_due or not facts.commission_due or facts.released is None or facts.terms is None:
        return
    owed = Commission(
        vendor_order_id=after.vendor_order_id,
        vendor_id=after.vendor_id,
        order_number=after.number,
        month=month_of(facts.released.at),
        released_at=facts.released.at,
        amount=facts.commission,
        vat_percent=facts.terms.commission_vat_percent,
    )
    first = await work.commissions.owe(owed)
    ends = end_of(owed.month) + _SETTLING
    if first or clock.now() >= ends:
        month = CommissionMonthEnded(vendor_id=owed.vendor_id, month=owed.month)
        await work.log.later(month, due=max(ends, clock.now()))


async def bill(work: Work, ended: CommissionMonthEnded, vendor: IssuerIdentity) -> list[Invoice]:
    """Invoice what a vendor owes for a month and has not been invoiced for. Raises NoOperatorProfile."""
    operator = await work.operator.current()
    if operator is None:
        raise NoOperatorProfile.missing()
    issued = []
    while owed := await work.commissions.take_unbilled(ended.vendor_id, ended.month, LINES_PER_INVOICE):
        invoice = await _issue(work, operator, vendor, ended.month, owed)
        await work.commissions.bill([each.vendor_order_id for each in owed], invoice.id)
        issued.append(invoice)
    return issued


async def bill_what_waits(work: Work) -> int:
    """Put all ended months in hand that nobody has been invoiced for; how many they are."""
    waiting = [ended for ended in await work.commissions.waiting() if end_of(ended.month) + _SETTLING <= clock.now()]
    for ended in waiting:
        await work.log.later(ended, due=clock.now())
    return len(waiting)


async def _issue(
    work: Work, operator: IssuerIdentity, vendor: IssuerIdentity, month: date, owed: list[Commission]
) -> Invoice:
    now = clock.now()
    year = invoices.fiscal_year(clock.dhaka_date(now))
    seq = await work.invoices.next_seq(OPERATOR, "commission", year)
    invoice = Invoice(
        id=ids.new_id("inv"),
        kind="commission",
        number=invoices.number_of("commission", year, seq),
        fiscal_year=year,
        seq=seq,
        issued_at=now,
        supplied_at=max(each.released_at for each in owed),
        issuer=operator,
        buyer=Party(name=vendor.name, address=vendor.address, bin=vendor.bin),
        vendor_id=vendor.vendor_id,
        customer_id="",
        order_id="",
        order_number="",
        vendor_order_id="",
        month=month,
        destination="",
        lines=tuple(each.line for each in owed),
        operator_discount=0,
    )
    await work.invoices.add(invoice)
    return invoice
