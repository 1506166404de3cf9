"""Everything that an authority needs to see of a complaint, gathered in one place (Consumer Rights
Protection Act 2009, s.60).
"""

from typing import Any

import msgspec

from bdcommerce.compliance.domain.invoices import Invoice
from bdcommerce.compliance.domain.sales import Facts, Sale
from bdcommerce.compliance.ports import EvidencePack
from bdcommerce.compliance.queries import ApiDeps, clocks, invoices, letters, sales
from bdcommerce.compliance.schemas.complaints import StaffComplaintView
from bdcommerce.compliance.schemas.invoices import InvoiceView
from bdcommerce.compliance.schemas.letters import LetterView

_PROOFS = ("confirmed", "handed_over", "delivered", "ended", "completed", "released")


async def of_complaint(deps: ApiDeps, view: StaffComplaintView) -> EvidencePack:
    """The complaint, its messages and photos, and what is known of its order."""
    written = await letters.of_case(deps, view.id, internal=False)
    sold = await _sold(deps, view)
    issued = await _invoices(deps, view, sold)
    case = {
        "complaint": view,
        "messages": [LetterView.of(letter) for letter in written],
        "order": [_told(sale) for sale in sold],
        "clocks": await clocks.of_order(deps.reads, view.order_id) if view.order_id else [],
        "invoices": [InvoiceView.of(invoice) for invoice in issued],
    }
    photos = [letter.photo for letter in written if letter.photo]
    return EvidencePack(case=msgspec.to_builtins(case), invoices=issued, photos=photos)


async def _sold(deps: ApiDeps, view: StaffComplaintView) -> list[Sale]:
    found = await sales.of_number(deps.reads, view.order_number) if view.order_number else []
    return [sale for sale in found if view.vendor_order_id in {"", sale.vendor_order_id}]


async def _invoices(deps: ApiDeps, view: StaffComplaintView, sold: list[Sale]) -> list[Invoice]:
    parts = {sale.vendor_order_id for sale in sold}
    rows = await invoices.of_order(deps.reads, view.order_id) if view.order_id else []
    return [row.opened(deps.sealer) for row in rows if row.vendor_order_id in parts]


def _told(sale: Sale) -> dict[str, Any]:
    """What was heard of a vendor order, with the events that prove it."""
    return {
        "vendor_order_id": sale.vendor_order_id,
        "vendor_id": sale.vendor_id,
        "total": sale.facts.terms.total if sale.facts.terms else None,
        "collected": sale.facts.collected,
        "proofs": {name: getattr(sale.facts, name) for name in _PROOFS},
        "refunds": _refunds(sale.facts),
    }


def _refunds(facts: Facts) -> list[dict[str, Any]]:
    return [{"amount": refund.amount, "proof": refund.proof} for refund in facts.refunds]
