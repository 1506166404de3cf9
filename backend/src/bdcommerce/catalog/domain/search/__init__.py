"""What a search means, and what of a product is found by it: pure, without a database."""
