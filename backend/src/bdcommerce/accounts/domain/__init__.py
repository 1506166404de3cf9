"""Decisions about people, codes, sessions, addresses and places. Pure: no clock is read that a test cannot own."""
