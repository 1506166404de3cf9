"""Samples of payments."""

from journey.samples.words import REASON, Sample, bdt, own, public, staff, theirs

_HINT = "a hint, whoever gives it: the provider is asked"

_SOURCE = {"kind": "{settlement_kind}", "source": "{settlement_source}"}
_MAPPING = {"reference": "trx", "gross": "amount"}
_STATEMENT = "trx,amount\nSAMPLE{n},500.00\n"

SAMPLES: dict[str, Sample] = {
    "GET /vendor/balance": own(),
    "GET /vendor/statements": own(limit="1"),
    "GET /vendor/payouts": own(limit="1"),
    "GET /admin/ledger/trial-balance": staff(as_of="2026-11-22"),
    "GET /admin/ledger/entries": staff(account="asset:bank:main", reference="{order_id}", limit="1"),
    "GET /admin/ledger/verify": staff(),
    "GET /admin/cod": staff(courier="own_riders", limit="1"),
    "GET /admin/escrows/{vendor_order_id}": staff(),
    "POST /admin/escrows/{vendor_order_id}/freeze": staff(REASON),
    "POST /admin/escrows/{vendor_order_id}/thaw": staff(),
    "POST /admin/escrows/{vendor_order_id}/settle-difference": staff(REASON),
    "POST /admin/payouts": staff({"vendor_ids": ["{vendor_id}"], "up_to": "2026-11-22"}),
    "GET /admin/payouts": staff(limit="1"),
    "GET /admin/payouts/{batch_id}": staff(),
    "POST /admin/payouts/{batch_id}/discard": staff(),
    "POST /admin/payouts/{batch_id}/approve": staff(),
    "GET /admin/payouts/{batch_id}/bank-file": staff(),
    "POST /admin/payouts/{batch_id}/sent": staff(),
    "POST /admin/payouts/{batch_id}/payouts/{payout_id}/paid": staff({"bank_charge": bdt(100)}),
    "POST /admin/payouts/{batch_id}/payouts/{payout_id}/failed": staff(REASON),
    "POST /admin/payouts/answers": Sample(
        whose="staff's", file="payout_id,status\n{payout_id},paid\n", query={"dry_run": "true"}
    ),
    "GET /admin/payouts/float": staff(),
    "POST /admin/payouts/float": staff({"amount": 100, "reference": "FT-{n}"}),
    "GET /admin/payouts/unknown": staff(limit="1"),
    "GET /admin/payouts/{batch_id}/payouts/{payout_id}": staff(),
    "GET /admin/payouts/{batch_id}/payouts/{payout_id}/advice": staff(format="csv"),
    "POST /admin/payouts/{batch_id}/payouts/{payout_id}/look": staff({"trx_id": "BKA1B2C3D4"}),
    "POST /admin/payouts/{batch_id}/payouts/{payout_id}/resolution": staff(
        {"outcome": "paid", "evidence": "a line of the statement", "reference": "BKA1B2C3D4", "charge": bdt(100)}
    ),
    "POST /admin/payouts/{batch_id}/payouts/{payout_id}/resolution/accept": staff(),
    "POST /admin/payouts/{batch_id}/payouts/{payout_id}/resolution/refuse": staff(),
    "POST /admin/payouts/{batch_id}/payouts/{payout_id}/returned": staff(REASON),
    "GET /vendor/payouts/{payout_id}/advice": theirs(format="csv"),
    "GET /vendor/payout-method": own(),
    "POST /vendor/payout-method": own({"rail": "bkash", "wallet": "01770618575"}),
    "GET /admin/payout-methods": staff(limit="1"),
    "GET /admin/vendors/{vendor_id}/payout-method": staff(),
    "POST /admin/vendors/{vendor_id}/payout-method": staff({"rail": "npsb"}),
    "POST /admin/vendors/{vendor_id}/payout-method/accept": staff({"asked_at": "2026-11-22T10:00:00Z"}),
    "POST /admin/vendors/{vendor_id}/payout-method/refuse": staff(REASON),
    "POST /admin/refunds": staff(
        {"vendor_order_id": "{paid_vendor_order_id}", "line_id": "{paid_line_id}", "quantity": 1, **REASON}
    ),
    "GET /admin/refunds": staff(status="owed", limit="1"),
    "POST /admin/refunds/{refund_id}/paid": staff(),
    "GET /admin/settlements/sources": staff(),
    "GET /admin/settlements/mappings": staff(),
    "PUT /admin/settlements/mappings/{settlement_kind}/{mapped_source}": staff(_MAPPING),
    "POST /admin/settlements/preview": Sample(whose="staff's", file=_STATEMENT, query=_SOURCE),
    "POST /admin/settlements/statements": Sample(whose="staff's", file=_STATEMENT, query=_SOURCE),
    "GET /admin/settlements/statements": staff(**_SOURCE, limit="1"),
    "GET /admin/settlements/statements/{statement_id}": staff(),
    "GET /admin/settlements/statements/{statement_id}/lines": staff(limit="1"),
    "GET /admin/settlements/differences": staff(resolved="true", limit="1"),
    "GET /admin/settlements/differences/{difference_id}": staff(),
    "POST /admin/settlements/differences/{difference_id}/resolve": staff({"how": "claim", **REASON}),
    "POST /admin/settlements/differences/{difference_id}/approve": staff(),
    "POST /admin/settlements/differences/{difference_id}/turn-down": staff(REASON),
    "POST /admin/settlements/differences/{difference_id}/refund-paid": staff(REASON),
    "POST /admin/settlements/differences/{difference_id}/ask": staff(),
    "POST /admin/settlements/closes": staff({"kind": "provider", "source": "bkash", "day": "2026-11-01"}),
    "GET /admin/settlements/closes": staff(limit="1"),
    "GET /admin/settlements/closes/{close_id}": staff(format="csv"),
    "POST /payments/{prepaid_order_id}/attempts": theirs({"method": "bkash"}),
    "GET /hooks/bkash": public(_HINT, paymentID="TR0011none", status="success"),
    "GET /hooks/bkash/wallet": public(_HINT, paymentID="TR0011none", status="success"),
    "GET /hooks/nagad": public(_HINT, payment_ref_id="MTEwMnone"),
    "POST /hooks/bkash": public("the signature is the proof", {"Type": "Notification"}),
    "POST /hooks/sslcommerz": public("the hash is the proof", {"tran_id": "none"}),
    "POST /hooks/sslcommerz/return": public(_HINT, {"tran_id": "none"}),
}
