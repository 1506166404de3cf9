"""The rule book as a new marketplace finds it: what the law says so far, and the operator's own first numbers.

Amounts of money in the law's own rows are in taka, as the law writes them; the operator's are in poisha. A row whose
first day is not known is dated before any order.
"""

from datetime import date
from decimal import Decimal

import sqlalchemy as sa
from alembic import op

from bdcommerce.kernel import clock, ids

revision = "0002"
down_revision = "0001"

_ALWAYS = date(2000, 1, 1)
_GUIDELINES = date(2021, 7, 4)
_ESCROW_POLICY = date(2023, 9, 26)
_MFS_LIMITS = date(2025, 3, 27)
_IBFT_LIMITS = date(2020, 9, 6)
_VAT_ACT = date(2019, 7, 1)
_INCOME_TAX_ACT = date(2023, 7, 1)

_DCOG = "Digital Commerce Operation Guidelines 2021, gazetted 4 July 2021, as quoted by the press"
_BB_2023 = "Bangladesh Bank, Merchant Acquiring and Escrow Service Policy 2023, as quoted by the press"
_BB_MFS = "taka to one wallet: Bangladesh Bank, PSD circular of 27 March 2025, as quoted by the press"
_BB_IBFT = "NPSB transfers of an institution: Bangladesh Bank, circular of 6 September 2020; may have changed since"
_VAT = "Value Added Tax and Supplementary Duty Act 2012 and Rules 2016, in force since 1 July 2019"
_SRO_2019 = "commission on online sales: SRO 186-AIN/2019/43-Mushak, service code S099.60"
_BUDGET_2025 = "commission on online sales: budget of 2 June 2025; no change was found for the year from July 2026"
_TDS_ASKED = "procurement from suppliers, 5 to 10 per cent: The Business Standard, 2025; not verified for today"

_STATUTORY: tuple[tuple[str, str, date, str, str], ...] = (
    ("dc.handover_hours", "48", _GUIDELINES, "seen", f"hours from payment to the courier: {_DCOG}"),
    ("dc.delivery_days_same_city", "5", _GUIDELINES, "seen", f"days from payment: {_DCOG}"),
    ("dc.delivery_days_other", "10", _GUIDELINES, "seen", f"days from payment: {_DCOG}"),
    ("dc.advance_max_pct_not_ready", "10", _GUIDELINES, "seen", f"per cent of the price: {_DCOG}"),
    ("dc.refund_days", "10", _GUIDELINES, "seen", f"days from payment: {_DCOG}"),
    ("dc.complaint_hours", "72", _GUIDELINES, "seen", f"hours to act on a complaint: {_DCOG}"),
    ("dc.seller_payout_days", "10", _GUIDELINES, "seen", f"days from delivery: {_DCOG}"),
    ("bb.refund_days_digital", "3", _ESCROW_POLICY, "seen", f"days from cancellation: {_BB_2023}"),
    ("bb.escrow_min_bdt", "5000", _ESCROW_POLICY, "seen", f"taka of one purchase: {_BB_2023}"),
    ("mfs.b2p_day", "50000", _MFS_LIMITS, "seen", f"a day, {_BB_MFS}"),
    ("mfs.b2p_month", "300000", _MFS_LIMITS, "seen", f"a month, {_BB_MFS}"),
    ("npsb.org_tx", "200000", _IBFT_LIMITS, "seen", f"taka a transfer, {_BB_IBFT}"),
    ("npsb.org_day", "1000000", _IBFT_LIMITS, "seen", f"taka a day, {_BB_IBFT}"),
    ("npsb.org_count", "20", _IBFT_LIMITS, "seen", f"transfers a day, {_BB_IBFT}"),
    ("rtgs.min", "100000", _ALWAYS, "seen", "taka a transfer: Bangladesh Bank RTGS; its first day is not known"),
    ("vat.standard", "15", _VAT_ACT, "seen", f"per cent: {_VAT}"),
    ("vat.marketplace_commission", "5", _VAT_ACT, "seen", f"per cent, {_SRO_2019}"),
    ("vat.marketplace_commission", "15", date(2025, 7, 1), "seen", f"per cent, {_BUDGET_2025}"),
    ("vat.registration_threshold", "30000000", _VAT_ACT, "seen", f"taka of turnover in twelve months: {_VAT}"),
    ("vat.invoice_buyer_bin_over", "25000", _VAT_ACT, "seen", f"taka of an invoice (Mushak 6.3): {_VAT}"),
    ("vat.note_recipient_over_vat", "5000", _VAT_ACT, "seen", f"taka of VAT on a note (Mushak 6.7, 6.8): {_VAT}"),
    ("vat.bank_payment_over", "100000", _VAT_ACT, "seen", f"taka of an invoice, section 46: {_VAT}"),
    ("vat.6_10_over", "200000", _VAT_ACT, "seen", f"taka of an invoice listed in Mushak 6.10: {_VAT}"),
    ("vat.return_day", "15", _VAT_ACT, "seen", f"day of the following month: {_VAT}"),
    (
        "tds.ecommerce_turnover_over",
        "10000000",
        _INCOME_TAX_ACT,
        "seen",
        "taka of turnover a year: Income Tax Act 2023, section 140(3)(e)",
    ),
    ("tds.goods_supplier_pct_min", "5", _INCOME_TAX_ACT, "unverified", f"lowest per cent, {_TDS_ASKED}"),
    ("tds.goods_supplier_pct_max", "10", _INCOME_TAX_ACT, "unverified", f"highest per cent, {_TDS_ASKED}"),
    (
        "pd.breach_hours",
        "72",
        _ALWAYS,
        "unverified",
        "hours to report a breach of personal data: a vendor's page only; kept as our own ceiling",
    ),
    (
        "crpa.complaint_days",
        "30",
        date(2009, 4, 6),
        "seen",
        "days to complain: Consumer Rights Protection Act 2009, section 60",
    ),
    ("sms.unicode_part_single", "70", _ALWAYS, "unverified", "UTF-16 units in a message of one part: GSM 03.38"),
    ("sms.unicode_part_multi", "67", _ALWAYS, "unverified", "UTF-16 units in each of several parts: GSM 03.38"),
)
_OWN = "the operator's first choice; change it in the rule book"
_OPERATORS: tuple[tuple[str, str, str], ...] = (
    ("delivery.fee_same_city", "6000", f"poisha a parcel, VAT included: {_OWN}"),
    ("delivery.fee_other", "12000", f"poisha a parcel, VAT included: {_OWN}"),
    ("vat.delivery", "15", "per cent inside the delivery fee: service code S028, not verified"),
    ("tds.agency_pct", "0", "per cent withheld from a vendor under the agency model: needs legal sign-off"),
    ("order.return_window_days", "7", f"days from delivery: {_OWN}"),
    ("cart.max_quantity_per_line", "99", f"units: {_OWN}"),
    ("cod.max_order", "5000000", f"poisha of an order paid in cash: {_OWN}"),
)


def upgrade() -> None:
    """Write the first rows; a value holds until the next one of its key begins."""
    rows = [*_STATUTORY, *((key, value, _ALWAYS, "operator", source) for key, value, source in _OPERATORS)]
    rule = sa.table(
        "rule",
        *(sa.column(name) for name in ("id", "key", "value", "source", "status", "verified_by", "recorded_at")),
        sa.column("effective_from", sa.Date),
        sa.column("effective_to", sa.Date),
    )
    op.bulk_insert(
        rule,
        [
            {
                "id": ids.new_id("rul"),
                "key": key,
                "value": Decimal(value),
                "effective_from": begins,
                "effective_to": min(
                    (other[2] for other in rows if other[0] == key and other[2] > begins), default=None
                ),
                "source": source,
                "status": status,
                "verified_by": "",
                "recorded_at": clock.now(),
            }
            for key, value, begins, status, source in rows
        ],
    )
