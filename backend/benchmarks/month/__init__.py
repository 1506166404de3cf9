"""A month of trade in a marketplace of its own: thousands of orders, every provider and courier over real HTTP, faults
of every kind, and at its end a close in which every account is explained by what the outside parties say themselves.
"""
