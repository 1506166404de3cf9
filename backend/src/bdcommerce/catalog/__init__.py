"""Catalog: what is sold, by whom, at which price, and what a customer must read before buying.

Owns:  categories, attributes, brands, media, products, variants, offers, approvals, imports,
       reviews, questions, wishlists
Tells: ProductPublished, ProductWithdrawn, OfferChanged, ReviewPosted
Hears: fulfilment.ShipmentDelivered, inventory.StockChanged, orders.OrderConfirmed, orders.PromotionScheduled,
       orders.PromotionWithdrawn, orders.VendorOrderAmended,
       vendors.VendorApproved, vendors.VendorSuspended, vendors.VendorReinstated,
       vendors.VendorTierChanged
Asks:  accounts, compliance
"""
