"""Payments: money before delivery, escrow until goods are proven delivered, the ledger, payouts to vendors, refunds.

Owns:  payments before delivery, saved wallets, escrow, ledger, periods of the books, payouts, ways of payout, holds on
       payouts, refunds, settlements of providers and couriers
Tells: PaymentCaptured, FundsReleased, PayoutPaid, PayoutFailed, PayoutReturned, RefundCompleted
Hears: orders.OrderConfirmed, orders.OrderCancelled, orders.VendorOrderAmended, orders.VendorOrderCancelled,
       orders.VendorOrderReturned, orders.VendorOrderCompleted, fulfilment.ShipmentDelivered, fulfilment.CodRemitted,
       orders.ReturnRequested, orders.ReturnAccepted, orders.ReturnPickupCharged, orders.ReturnEnded,
       fulfilment.CodShortageSettled, fulfilment.ShipmentLost, fulfilment.ClaimSettled, compliance.DisputeOpened,
       compliance.DisputeDecided
Asks:  vendors, compliance, orders, fulfilment
"""
