"""What orders decides: prices, the life of a vendor order, carts, coupons. Pure and frozen."""
