"""Orders: one purchase, split into one vendor order per vendor, from the cart to the end of the return window.

Owns:  carts, promotions, orders, vendor orders, returns
Tells: PromotionScheduled, PromotionWithdrawn, OrderPlaced, OrderConfirmed, OrderEditProposed, VendorOrderAmended,
       VendorOrderCancelled, VendorOrderReadyToShip, VendorOrderReturned, VendorOrderCompleted, OrderCancelled,
       OrderCompleted, ReturnRequested, ReturnMoved, ReturnParcelWanted, ReturnAccepted,
       ReturnPickupCharged, ReturnEnded
Hears: payments.PaymentCaptured, payments.RefundCompleted, compliance.DisputeDecided, fulfilment.ShipmentMoved,
       fulfilment.ShipmentDelivered, fulfilment.ShipmentReturned, fulfilment.ShipmentLost,
       fulfilment.GoodsCameBack, fulfilment.ReturnParcelMoved
Asks:  accounts, catalog, compliance, fulfilment, inventory, notifications, payments, vendors
"""
