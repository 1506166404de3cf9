"""Catalog: what is sold, by whom, at which price, and what a customer must read before buying.

Owns:  categories, attributes, brands, media, products, variants, offers, approvals, imports
Tells: ProductPublished, ProductWithdrawn, OfferChanged
Hears: inventory.StockChanged, orders.OrderConfirmed, orders.PromotionScheduled, orders.PromotionWithdrawn,
       vendors.VendorApproved, vendors.VendorSuspended, vendors.VendorReinstated,
       vendors.VendorTierChanged
Asks:  compliance
"""
