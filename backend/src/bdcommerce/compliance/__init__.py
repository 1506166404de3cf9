"""Compliance: which rule value holds on a date, who changed what, and what the law wants done by when.

Owns:  rule book, audit chain, statutory clocks, VAT invoices, credit and debit notes, complaints, disputes
Tells: RuleChanged, DeadlineAtRisk, RuleBreached, BreachWithdrawn, ComplaintMoved, DisputeOpened, DisputeDecided
Hears: compliance.StaffActed, orders.OrderConfirmed, orders.VendorOrderAmended, orders.VendorOrderCancelled,
       orders.VendorOrderReturned, orders.VendorOrderCompleted, orders.ReturnAccepted, orders.ReturnMoved,
       fulfilment.ShipmentMoved, fulfilment.ShipmentDelivered,
       fulfilment.ShipmentReturned, fulfilment.ShipmentLost, payments.FundsReleased, payments.RefundCompleted,
       payments.PayoutPaid, payments.PayoutReturned, payments.PayoutFailed
Asks:  accounts, orders, vendors
"""
