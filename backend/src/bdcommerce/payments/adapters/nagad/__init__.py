"""Nagad's merchant checkout: initialise, complete, verify, cancel; RSA both ways. It tells nobody of a payment."""
