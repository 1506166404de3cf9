"""Inventory: how many units there are, where they lie, and for whom they are set aside.

Owns:  stock, warehouses, lots, holds, picks, movements, transfers, stock-takes, lines of people who wait, audit
       findings
Tells: StockChanged, StockLow, BackInStock
Hears: vendors.VendorApproved
Asks:  accounts, catalog, compliance, vendors
"""
