"""Inventory: how many units there are, and for whom they are set aside.

Owns:  stock, holds, movements, audit findings
Tells: StockChanged
Asks:  catalog
"""
