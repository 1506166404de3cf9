"""Decisions about money: the ledger's entries, escrow of a vendor order, refunds, payouts. Pure and total."""
