"""bKash tokenized checkout, PGW v1.2.0-beta: payments, saved wallets, refunds in both versions, and the SNS webhook."""
