"""Vendors: who sells here, who works for them, on what terms, and where they are paid.

Owns:  applications, vendors, vendor staff, commission plans, vendors' bank accounts, issuers of invoices, tiers
Tells: VendorApproved, VendorSuspended, VendorReinstated, CommissionPlanChanged, VendorTierChanged
Hears: -
Asks:  accounts
"""
