"""Settlement: reading what providers and couriers say they paid, matching it with what they owe, and what is left."""
