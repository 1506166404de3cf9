"""Gateway: the front door, and what goes out of it to partners.

Owns:  the route table, limits, kept answers, webhooks, their deliveries
Tells: WebhookGivenUp
Hears: orders.OrderConfirmed, orders.VendorOrderAmended, orders.VendorOrderCancelled, orders.VendorOrderReadyToShip,
       orders.VendorOrderCompleted, orders.VendorOrderReturned, fulfilment.ShipmentBooked, fulfilment.ShipmentMoved,
       fulfilment.ShipmentDelivered, fulfilment.ShipmentReturned, fulfilment.ShipmentLost, payments.FundsReleased,
       payments.PayoutPaid, payments.PayoutFailed, payments.PayoutReturned, payments.RefundCompleted,
       catalog.OfferChanged,
       catalog.ProductPublished, catalog.ProductWithdrawn, catalog.ReviewPosted, inventory.StockLow,
       compliance.DisputeOpened, compliance.DisputeDecided, compliance.DeadlineAtRisk, compliance.RuleBreached,
       vendors.VendorApproved, vendors.VendorSuspended, vendors.VendorReinstated
Asks:  -
"""
