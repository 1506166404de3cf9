"""Notifications: messages to people, in Bangla and English, and the outbox where one can read them.

Owns:  templates, messages
Tells: -
Hears: orders.OrderConfirmed, orders.VendorOrderAmended, orders.VendorOrderCancelled, fulfilment.ShipmentMoved,
       fulfilment.ShipmentDelivered, vendors.VendorApproved, payments.PayoutPaid
Asks:  orders, vendors
"""
