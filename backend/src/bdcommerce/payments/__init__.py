"""Payments: escrow until goods are proven delivered, the double-entry ledger, payouts to vendors, late refunds.

Owns:  escrow, ledger, periods of the books, payouts, holds on payouts, refunds
Tells: FundsReleased, PayoutPaid, PayoutFailed, RefundCompleted
Hears: orders.OrderConfirmed, orders.VendorOrderAmended, orders.VendorOrderCancelled, orders.VendorOrderReturned,
       orders.VendorOrderCompleted, fulfilment.ShipmentDelivered, fulfilment.CodRemitted, fulfilment.CodShortageSettled,
       fulfilment.ShipmentLost, fulfilment.ClaimSettled, compliance.DisputeOpened, compliance.DisputeDecided
Asks:  vendors, compliance
"""
