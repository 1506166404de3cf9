"""A marketplace to look at, made through the public API like any other: people, vendors, products, and a journey."""
