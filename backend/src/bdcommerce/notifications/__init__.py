"""Notifications: messages to people, in Bangla and English, by SMS, e-mail and push; what they want to hear of.

Owns:  templates, messages, deliveries, preferences, inboxes, push devices, campaigns
Tells: -
Hears: accounts.ConsentChanged, orders.OrderConfirmed, orders.OrderEditProposed, orders.VendorOrderAmended,
       orders.VendorOrderCancelled, orders.ReturnRequested, orders.ReturnMoved, orders.ReturnEnded,
       fulfilment.ShipmentMoved, fulfilment.ShipmentDelivered, fulfilment.GoodsCameBack, vendors.VendorApproved,
       payments.PayoutPaid, payments.PayoutFailed, payments.PayoutReturned, payments.RefundCompleted,
       inventory.StockLow, inventory.BackInStock, compliance.DeadlineAtRisk, compliance.RuleBreached,
       compliance.ComplaintMoved, compliance.DisputeOpened, compliance.DisputeDecided
Asks:  orders, vendors, accounts, catalog
"""
