"""Analytics: what was sold, cancelled, returned, kept and paid out; how far visits get; how customers and processes do.

Owns:  sales figures, visits, surveys, figures of processes, the stream of what was heard
Tells: -
Hears: orders.OrderConfirmed, orders.VendorOrderAmended, orders.VendorOrderCancelled, orders.VendorOrderReturned,
       orders.VendorOrderCompleted, orders.ReturnRequested, payments.FundsReleased,
       fulfilment.ShipmentDelivered, fulfilment.ShipmentReturned, vendors.VendorApproved, analytics.ProcessSampled
Asks:  catalog, orders, vendors, notifications, compliance
"""
