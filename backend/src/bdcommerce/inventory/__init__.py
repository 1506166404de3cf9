"""Inventory: how many units there are, and for whom they are set aside.

Owns:  stock, holds, movements
Tells: StockChanged
Asks:  catalog
"""
