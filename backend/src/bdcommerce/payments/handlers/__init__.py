"""Use cases of payments: what is heard of a vendor order's money, late refunds, payouts."""
