"""SSLCommerz v4: cards, Rocket, Upay and net banking on its hosted page. No card number ever reaches us."""
