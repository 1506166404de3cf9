"""Compliance: which rule value holds on a date, and who changed what.

Owns:  rule book, audit chain
Tells: RuleChanged
Hears: compliance.StaffActed
Asks:  -
"""
