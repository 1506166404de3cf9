"""What can be done with carts, coupons and orders: one function per use case."""
