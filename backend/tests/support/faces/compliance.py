"""Compliance as other services' tests see it: the rule book as it is seeded, which a test may change."""

from datetime import date
from decimal import Decimal

from bdcommerce.contracts.compliance import AuditVerdict, Rule, UnknownRule

ALWAYS = date(2000, 1, 1)
GUIDELINES = date(2021, 7, 4)
VAT_ACT = date(2019, 7, 1)
SEEDED: tuple[tuple[str, str, date], ...] = (
    ("dc.handover_hours", "48", GUIDELINES),
    ("dc.delivery_days_same_city", "5", GUIDELINES),
    ("dc.delivery_days_other", "10", GUIDELINES),
    ("dc.advance_max_pct_not_ready", "10", GUIDELINES),
    ("dc.refund_days", "10", GUIDELINES),
    ("dc.complaint_hours", "72", GUIDELINES),
    ("dc.seller_payout_days", "10", GUIDELINES),
    ("bb.refund_days_digital", "3", date(2023, 9, 26)),
    ("bb.escrow_min_bdt", "5000", date(2023, 9, 26)),
    ("mfs.b2p_day", "50000", date(2025, 3, 27)),
    ("mfs.b2p_month", "300000", date(2025, 3, 27)),
    ("npsb.org_tx", "200000", date(2020, 9, 6)),
    ("npsb.org_day", "1000000", date(2020, 9, 6)),
    ("npsb.org_count", "20", date(2020, 9, 6)),
    ("rtgs.min", "100000", ALWAYS),
    ("vat.standard", "15", VAT_ACT),
    ("vat.marketplace_commission", "5", VAT_ACT),
    ("vat.marketplace_commission", "15", date(2025, 7, 1)),
    ("vat.registration_threshold", "30000000", VAT_ACT),
    ("vat.invoice_buyer_bin_over", "25000", VAT_ACT),
    ("vat.note_recipient_over_vat", "5000", VAT_ACT),
    ("vat.bank_payment_over", "100000", VAT_ACT),
    ("vat.6_10_over", "200000", VAT_ACT),
    ("vat.return_day", "15", VAT_ACT),
    ("tds.ecommerce_turnover_over", "10000000", date(2023, 7, 1)),
    ("tds.goods_supplier_pct_min", "5", date(2023, 7, 1)),
    ("tds.goods_supplier_pct_max", "10", date(2023, 7, 1)),
    ("pd.breach_hours", "72", ALWAYS),
    ("crpa.complaint_days", "30", date(2009, 4, 6)),
    ("sms.unicode_part_single", "70", ALWAYS),
    ("sms.unicode_part_multi", "67", ALWAYS),
    ("delivery.fee_same_city", "6000", ALWAYS),
    ("delivery.fee_other", "12000", ALWAYS),
    ("vat.delivery", "15", ALWAYS),
    ("tds.agency_pct", "0", ALWAYS),
    ("order.return_window_days", "7", ALWAYS),
    ("cart.max_quantity_per_line", "99", ALWAYS),
    ("cod.max_order", "5000000", ALWAYS),
    ("dc.no_stock_refund_hours", "72", GUIDELINES),
    ("clock.at_risk_pct", "75", ALWAYS),
    ("dispute.window_days", "7", ALWAYS),
    ("dispute.answer_hours", "48", ALWAYS),
    ("dispute.four_eyes_over", "500000", ALWAYS),
    ("order.accept_hours", "24", ALWAYS),
    ("order.edit_confirm_hours", "24", ALWAYS),
    ("cart.guest_days", "30", ALWAYS),
    ("delivery.max_attempts", "3", ALWAYS),
    ("delivery.reschedules_max", "2", ALWAYS),
    ("delivery.reschedule_days", "5", ALWAYS),
    ("delivery.photo_proof_max_cod", "50000", ALWAYS),
    ("delivery.return_code_required", "0", ALWAYS),
    ("delivery.claim_days", "30", ALWAYS),
    ("payout.cycle_days_new", "7", ALWAYS),
    ("payout.cycle_days_standard", "3", ALWAYS),
    ("payout.cycle_days_trusted", "1", ALWAYS),
    ("survey.delay_hours", "24", ALWAYS),
    ("kpi.api_p95_ms", "200", ALWAYS),
    ("kpi.query_mean_ms", "50", ALWAYS),
    ("kpi.uptime_pct", "99.9", ALWAYS),
    ("kpi.error_pct", "0.1", ALWAYS),
    ("kpi.csat", "4.5", ALWAYS),
    ("kpi.onboarding_hours", "24", ALWAYS),
    ("kpi.fulfilment_pct", "98", ALWAYS),
    ("kpi.revenue_growth_pct", "25", ALWAYS),
    ("inventory.expiry_margin_days", "3", ALWAYS),
    ("settlement.match_days", "3", ALWAYS),
    ("settlement.fee_tolerance", "100", ALWAYS),
    ("settlement.write_off_limit", "50000", ALWAYS),
    ("settlement.provider_days", "5", ALWAYS),
    ("settlement.courier_days", "10", ALWAYS),
    ("return.answer_hours", "48", ALWAYS),
    ("return.silence_approves", "1", ALWAYS),
    ("return.escalate_hours", "72", ALWAYS),
    ("return.send_days", "10", ALWAYS),
    ("return.pickup_fee", "6000", ALWAYS),
    ("return.pickup_customer_pays", "1", ALWAYS),
    ("return.pickup_vendor_pays", "1", ALWAYS),
    ("dc.advance_escrow", "0", ALWAYS),
    ("cod.points_refused", "25", ALWAYS),
    ("cod.points_absent", "10", ALWAYS),
    ("cod.points_returned", "5", ALWAYS),
    ("cod.points_given_back", "5", ALWAYS),
    ("cod.points_delivered", "5", ALWAYS),
    ("cod.points_delivered_most", "40", ALWAYS),
    ("cod.points_first_order", "10", ALWAYS),
    ("cod.high_value_from", "1500000", ALWAYS),
    ("cod.points_high_value", "15", ALWAYS),
    ("cod.orders_per_phone", "6", ALWAYS),
    ("cod.orders_per_device", "6", ALWAYS),
    ("cod.orders_per_address", "10", ALWAYS),
    ("cod.points_velocity", "15", ALWAYS),
    ("cod.points_address_short", "15", ALWAYS),
    ("cod.points_address_no_house", "10", ALWAYS),
    ("cod.points_address_elsewhere", "15", ALWAYS),
    ("cod.points_address_gibberish", "25", ALWAYS),
    ("cod.confirm_from", "40", ALWAYS),
    ("cod.advance_from", "70", ALWAYS),
    ("cod.refuse_from", "120", ALWAYS),
    ("cod.history_days", "365", ALWAYS),
    ("cod.confirm_hours", "24", ALWAYS),
    ("cod.confirm_sends", "5", ALWAYS),
    ("cod.confirm_sends_phone", "10", ALWAYS),
    ("cod.confirm_pause_seconds", "60", ALWAYS),
    ("cod.confirm_tries", "5", ALWAYS),
    ("cod.advance_pct", "10", ALWAYS),
    ("cod.advance_delivery", "1", ALWAYS),
    ("cod.open_customer", "15000000", ALWAYS),
    ("cod.open_area", "0", ALWAYS),
    ("dc.permit_gift_card", "0", GUIDELINES),
    ("dc.permit_wallet", "0", GUIDELINES),
    ("dc.permit_store_credit", "0", GUIDELINES),
)


class FakeCompliance:
    """A ComplianceFace. `set_rule` gives a rule another value; everything else is the contract."""

    def __init__(self) -> None:
        self._book: dict[str, list[Rule]] = {}
        for key, value, effective_from in SEEDED:
            self.set_rule(key, value, effective_from)

    def set_rule(self, key: str, value: Decimal | int | str, effective_from: date | None = None) -> None:
        """The value of a rule from a date on; without one, its only value, always."""
        kept = [rule for rule in self._book.get(key, []) if effective_from not in (None, rule.effective_from)]
        kept.append(Rule(key=key, value=Decimal(value), effective_from=effective_from or ALWAYS, source="a test"))
        self._book[key] = sorted(kept, key=lambda rule: rule.effective_from)

    async def rules(self, keys: list[str], on: date) -> list[Rule]:
        return [self._holding(key, on) for key in keys]

    async def verify_audit(self) -> AuditVerdict:
        return AuditVerdict(entries=0, ok=True, first_broken_seq=None, head_hash="0" * 64)

    def _holding(self, key: str, on: date) -> Rule:
        so_far = [rule for rule in self._book.get(key, []) if rule.effective_from <= on]
        if not so_far:
            raise UnknownRule(f"The rule {key} has no value on {on}.", key=key)
        return so_far[-1]
