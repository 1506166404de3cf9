"""Fulfilment: parcels on their way, and the cash that comes back for them.

Owns:  zones, delivery fees, working days, couriers, their areas and prices, bookings, what couriers say, shipments,
       delivery codes, proof of delivery, COD cash in couriers' hands, riders' runs and daily closings, remittances,
       shortages, claims
Tells: ShipmentBooked, ShipmentMoved, ShipmentDelivered, ShipmentReturned, ShipmentLost, GoodsCameBack,
       ReturnParcelMoved, ClaimSettled, CodRemitted, CodShortageSettled
Hears: orders.VendorOrderReadyToShip, orders.VendorOrderCancelled, orders.ReturnParcelWanted, orders.ReturnEnded
Asks:  accounts, orders, vendors, notifications, compliance
"""
