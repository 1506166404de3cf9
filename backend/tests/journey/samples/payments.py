"""Samples of payments."""

from journey.samples.words import REASON, Sample, bdt, own, public, staff

_HINT = "a hint, whoever gives it: the provider is asked"

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
    "POST /admin/refunds": staff(
        {"vendor_order_id": "{paid_vendor_order_id}", "line_id": "{paid_line_id}", "quantity": 1, **REASON}
    ),
    "GET /admin/refunds": staff(status="owed", limit="1"),
    "POST /admin/refunds/{refund_id}/paid": staff(),
    "GET /hooks/bkash": public(_HINT, paymentID="TR0011none", status="success"),
    "GET /hooks/bkash/wallet": public(_HINT, paymentID="TR0011none", status="success"),
    "GET /hooks/nagad": public(_HINT, payment_ref_id="MTEwMnone"),
    "POST /hooks/bkash": public("the signature is the proof", {"Type": "Notification"}),
    "POST /hooks/sslcommerz": public("the hash is the proof", {"tran_id": "none"}),
    "POST /hooks/sslcommerz/return": public(_HINT, {"tran_id": "none"}),
}
