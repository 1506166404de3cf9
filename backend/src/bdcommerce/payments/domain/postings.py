"""What is posted when: one function per row of the posting table.

G goods after vendor-funded discounts, VAT included · p operator-funded discount · D delivery fee, VAT included, dv
the VAT inside it · T = G + D - p what the customer pays · k commission, v VAT on it, t tax withheld from the vendor
"""

from bdcommerce.contracts.fulfilment import (
    ClaimSettled,
    CodRemitted,
    CodShortageSettled,
    RemittedParcel,
    ShipmentDelivered,
)
from bdcommerce.contracts.orders import ReturnPickupCharged, VendorOrderTerms
from bdcommerce.kernel.money import Money
from bdcommerce.payments.domain import ledger
from bdcommerce.payments.domain.ledger import Entry, courier, credit, debit, entry, provider, reversal, vendor
from bdcommerce.payments.events import (
    About,
    AttemptCaptured,
    EntryKind,
    PrepaidRefundDone,
    PrepaidRefundOwed,
    Rail,
    RefundGranted,
    ShortfallBorne,
)


def collected(parcel: ShipmentDelivered) -> Entry | None:
    """A COD parcel is delivered: the courier has the cash T, and it belongs to the customer until the release."""
    of = parcel.vendor_order_id
    about = About(order_id=parcel.order_id, vendor_order_id=of, shipment_id=parcel.shipment_id)
    lines = (
        debit(courier(parcel.courier), parcel.collected, vendor_order_id=of),
        credit(ledger.CUSTOMER_FUNDS, parcel.collected, vendor_order_id=of),
    )
    return entry("cod_collected", parcel.shipment_id, about, lines)


def remitted(remittance: CodRemitted, parcel: RemittedParcel) -> Entry | None:
    """The courier hands over the cash of a parcel net of its charge; what is short stays on its account."""
    of = parcel.vendor_order_id
    about = About(vendor_order_id=of, shipment_id=parcel.shipment_id, remittance_id=remittance.remittance_id)
    lines = (
        debit(ledger.MAIN_BANK, parcel.arrived, vendor_order_id=of),
        debit(ledger.COURIER_CHARGES, parcel.charge, vendor_order_id=of),
        credit(courier(remittance.courier), parcel.arrived + parcel.charge, vendor_order_id=of),
    )
    return entry("cod_remitted", parcel.shipment_id, about, lines)


def shortage_settled(shortage: CodShortageSettled) -> Entry | None:
    """What was short is paid after all, or the operator bears it."""
    of = shortage.vendor_order_id
    kinds: dict[str, tuple[EntryKind, ledger.Account]] = {
        "paid": ("shortage_paid", ledger.MAIN_BANK),
        "written_off": ("shortage_written_off", ledger.CLAIMS),
    }
    kind, goes_to = kinds[shortage.how]
    lines = (
        debit(goes_to, shortage.amount, vendor_order_id=of),
        credit(courier(shortage.courier), shortage.amount, vendor_order_id=of),
    )
    return entry(kind, shortage.shortage_id, About(vendor_order_id=of, shipment_id=shortage.shipment_id), lines)


def claim_settled(claim: ClaimSettled) -> Entry | None:
    """A courier answers for a parcel it lost or damaged: it owes so much more."""
    of = claim.vendor_order_id
    lines = (
        debit(courier(claim.courier), claim.amount, vendor_order_id=of),
        credit(ledger.CLAIMS, claim.amount, vendor_order_id=of),
    )
    return entry("claim_settled", claim.claim_id, About(vendor_order_id=of, shipment_id=claim.shipment_id), lines)


def vendor_share(terms: VendorOrderTerms) -> Money:
    """G - k - v - t: what a vendor order brings its vendor."""
    return terms.goods - terms.commission - terms.commission_vat - terms.withheld_tax


def released(order_id: str, terms: VendorOrderTerms) -> Entry | None:
    """Escrow is freed: T and p become the vendor's share, commission, delivery income, and taxes owed to the state."""
    of = terms.vendor_order_id
    lines = (
        debit(ledger.CUSTOMER_FUNDS, terms.total, vendor_order_id=of),
        debit(ledger.PROMOTION, terms.operator_discount, vendor_order_id=of),
        credit(vendor(terms.vendor_id), vendor_share(terms), vendor_order_id=of),
        credit(ledger.COMMISSION, terms.commission, vendor_order_id=of),
        credit(ledger.VAT, terms.commission_vat + terms.delivery_vat, vendor_order_id=of),
        credit(ledger.TDS, terms.withheld_tax, vendor_order_id=of),
        credit(ledger.DELIVERY, terms.delivery - terms.delivery_vat, vendor_order_id=of),
    )
    return entry("released", of, About(order_id=order_id, vendor_order_id=of), lines)


def payout_approved(batch_id: str, payout_id: str, vendor_id: str, amount: Money) -> Entry | None:
    """Money is on its way to a vendor: no longer on its account, not yet out of the bank."""
    lines = (
        debit(vendor(vendor_id), amount, batch_id=batch_id),
        credit(ledger.PAYOUT_IN_TRANSIT, amount, batch_id=batch_id),
    )
    return entry("payout", payout_id, About(batch_id=batch_id), lines)


def payout_confirmed(
    batch_id: str, payout_id: str, amount: Money, bank_charge: Money, rail: Rail = "beftn"
) -> Entry | None:
    """It has arrived; what carried it took its charge on top."""
    lines = (
        debit(ledger.PAYOUT_IN_TRANSIT, amount, batch_id=batch_id),
        debit(ledger.PAYOUT_CHARGES, bank_charge, batch_id=batch_id),
        credit(_paid_from(rail), amount + bank_charge, batch_id=batch_id),
    )
    return entry("payout_confirmed", payout_id, About(batch_id=batch_id), lines)


def payout_failed(payout: Entry) -> Entry:
    """It came back: the vendor is owed it again."""
    return reversal(payout, "payout_failed", payout.reference)


def payout_returned(
    batch_id: str, payout_id: str, vendor_id: str, *, amount: Money, charge: Money, rail: Rail
) -> Entry | None:
    """It had arrived and came back, less a charge: the vendor is owed all of it again."""
    lines = (
        debit(_paid_from(rail), amount - charge, batch_id=batch_id),
        debit(ledger.PAYOUT_CHARGES, charge, batch_id=batch_id),
        credit(vendor(vendor_id), amount, batch_id=batch_id),
    )
    return entry("payout_returned", payout_id, About(batch_id=batch_id), lines)


def float_moved(reference: str, amount: Money) -> Entry | None:
    """Money went from the bank into the account that wallets are paid from, or (below zero) back."""
    lines = (debit(ledger.WALLET_FLOAT, amount), credit(ledger.MAIN_BANK, amount))
    return entry("float_moved", reference, About(), lines)


def _paid_from(rail: Rail) -> ledger.Account:
    return ledger.WALLET_FLOAT if rail == "bkash" else ledger.MAIN_BANK


def refund_owed(refund: RefundGranted) -> Entry | None:
    """Goods came back: the customer's money is to be paid. After the release everybody gives back their part; before it
    all is still in escrow. What goes back to a provider returns to escrow, and leaves that as any other such refund.
    The fee for the pick-up that the customer bears stays with the operator.
    """
    of = refund.vendor_order_id
    about = About(order_id=refund.order_id, vendor_order_id=of)
    owed = credit(
        ledger.CUSTOMER_FUNDS if refund.by_provider else ledger.REFUND_PAYABLE, refund.amount, vendor_order_id=of
    )
    fee = (
        credit(ledger.DELIVERY, refund.pickup_fee - refund.pickup_fee_vat, vendor_order_id=of),
        credit(ledger.VAT, refund.pickup_fee_vat, vendor_order_id=of),
    )
    if not refund.after_release:
        stays = refund.by_provider
        early = (debit(ledger.CUSTOMER_FUNDS, refund.pickup_fee if stays else refund.worth, vendor_order_id=of), *fee)
        return entry("refund_owed", refund.refund_id, about, early if stays else (*early, owed))
    share = refund.goods - refund.commission - refund.commission_vat - refund.withheld_tax
    lines = (
        debit(vendor(refund.vendor_id), share, vendor_order_id=of),
        debit(ledger.COMMISSION, refund.commission, vendor_order_id=of),
        debit(ledger.VAT, refund.commission_vat + refund.delivery_vat, vendor_order_id=of),
        debit(ledger.TDS, refund.withheld_tax, vendor_order_id=of),
        debit(ledger.DELIVERY, refund.delivery - refund.delivery_vat, vendor_order_id=of),
        owed,
        credit(ledger.PROMOTION, refund.operator_discount, vendor_order_id=of),
        *fee,
    )
    return entry("refund_owed", refund.refund_id, about, lines)


def pickup_charged(charged: ReturnPickupCharged) -> Entry | None:
    """Goods of a return were fetched by a fault of their vendor's, who bears that."""
    of = charged.vendor_order_id
    lines = (
        debit(vendor(charged.vendor_id), charged.fee, vendor_order_id=of),
        credit(ledger.DELIVERY, charged.fee - charged.fee_vat, vendor_order_id=of),
        credit(ledger.VAT, charged.fee_vat, vendor_order_id=of),
    )
    return entry("pickup_charged", charged.return_id, About(order_id=charged.order_id, vendor_order_id=of), lines)


def shortfall_borne(borne: ShortfallBorne) -> Entry | None:
    """A courier has collected less than was to pay: the operator adds it to what is in escrow."""
    of = borne.vendor_order_id
    lines = (
        debit(ledger.CLAIMS, borne.amount, vendor_order_id=of),
        credit(ledger.CUSTOMER_FUNDS, borne.amount, vendor_order_id=of),
    )
    return entry("shortfall_borne", of, About(order_id=borne.order_id, vendor_order_id=of), lines)


def refund_paid(refund: RefundGranted) -> Entry | None:
    """The customer has the money back, from the bank."""
    of = refund.vendor_order_id
    lines = (
        debit(ledger.REFUND_PAYABLE, refund.amount, vendor_order_id=of),
        credit(ledger.MAIN_BANK, refund.amount, vendor_order_id=of),
    )
    return entry("refund_paid", refund.refund_id, About(order_id=refund.order_id, vendor_order_id=of), lines)


def prepaid_captured(captured: AttemptCaptured) -> Entry | None:
    """A provider has taken the money: it belongs to the customer until the release, vendor order by vendor order."""
    lines = (
        debit(provider(captured.provider), captured.amount),
        *(credit(ledger.CUSTOMER_FUNDS, part.amount, vendor_order_id=part.vendor_order_id) for part in captured.parts),
    )
    return entry("prepaid_captured", captured.attempt_id, About(order_id=captured.order_id), lines)


def prepaid_refund_owed(owed: PrepaidRefundOwed) -> Entry | None:
    """What was paid before delivery and is not due goes back."""
    lines = [
        turned
        for part in owed.parts
        for turned in (
            debit(ledger.CUSTOMER_FUNDS, part.amount, vendor_order_id=part.vendor_order_id),
            credit(ledger.REFUND_PAYABLE, part.amount, vendor_order_id=part.vendor_order_id),
        )
    ]
    return entry("prepaid_refund_owed", owed.refund_id, About(order_id=owed.order_id), lines)


def prepaid_refund_paid(done: PrepaidRefundDone) -> Entry | None:
    """The provider has paid it back out of what it holds for us."""
    lines = (
        *(debit(ledger.REFUND_PAYABLE, part.amount, vendor_order_id=part.vendor_order_id) for part in done.parts),
        credit(provider(done.provider), done.amount),
    )
    return entry("prepaid_refund_paid", done.refund_id, About(order_id=done.order_id), lines)
