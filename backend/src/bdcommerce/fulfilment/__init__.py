"""Fulfilment: parcels on their way, and the cash that comes back for them.

Owns:  zones, delivery fees, working days, shipments, delivery codes, proof of delivery, COD cash in couriers' hands,
       remittances, shortages
Tells: ShipmentBooked, ShipmentMoved, ShipmentDelivered, ShipmentReturned, CodRemitted, CodShortageSettled
Hears: orders.VendorOrderReadyToShip, orders.VendorOrderCancelled
Asks:  accounts, orders, vendors, notifications, compliance
"""
