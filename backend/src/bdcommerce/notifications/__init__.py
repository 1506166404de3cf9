"""Notifications: messages to people, in Bangla and English; what they want to hear of, and their inboxes.

Owns:  templates, messages, preferences, inboxes
Tells: -
Hears: orders.OrderConfirmed, orders.OrderEditProposed, orders.VendorOrderAmended, orders.VendorOrderCancelled,
       fulfilment.ShipmentMoved, fulfilment.ShipmentDelivered, vendors.VendorApproved, payments.PayoutPaid,
       inventory.StockLow, inventory.BackInStock, compliance.DeadlineAtRisk, compliance.RuleBreached,
       compliance.ComplaintMoved, compliance.DisputeOpened, compliance.DisputeDecided
Asks:  orders, vendors, accounts, catalog
"""
