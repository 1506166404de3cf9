"""Analytics: what was sold, cancelled, returned, kept and paid out, added up by day and vendor.

Owns:  sales figures, the stream of what was heard
Tells: -
Hears: orders.OrderConfirmed, orders.VendorOrderAmended, orders.VendorOrderCancelled, orders.VendorOrderReturned,
       orders.VendorOrderCompleted, payments.FundsReleased
Asks:  -
"""
