"""Accounts: who somebody is, how they prove it, and where they live.

Owns:  people, credentials, one-time codes, sessions, devices, signing keys, roles, API keys, addresses, geography
Tells: UserRegistered
Asks:  notifications, vendors
"""
