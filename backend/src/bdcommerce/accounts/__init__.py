"""Accounts: who somebody is, how they prove it, and where they live.

Owns:  people, credentials, codes, sessions, devices, signing keys, roles, API keys, consents, addresses, geography
Tells: UserRegistered, ConsentChanged
Asks:  notifications, vendors
"""
