"""Orders: one purchase, split into one vendor order per vendor, from the cart to the end of the return window.

Owns:  carts, promotions, orders, vendor orders
Tells: PromotionScheduled, PromotionWithdrawn, OrderPlaced, OrderConfirmed, OrderEditProposed, VendorOrderAmended,
       VendorOrderCancelled, VendorOrderReadyToShip, VendorOrderReturned, VendorOrderCompleted, OrderCancelled,
       OrderCompleted
Hears: payments.PaymentCaptured, fulfilment.ShipmentMoved, fulfilment.ShipmentDelivered, fulfilment.ShipmentReturned,
       fulfilment.ShipmentLost
Asks:  accounts, catalog, compliance, fulfilment, inventory, notifications, payments, vendors
"""
