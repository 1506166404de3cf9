"""Vendors: who sells here, who works for them, on what terms, and where they are paid.

Owns:  applications, vendors, vendor staff, commission plans, vendors' bank accounts
Tells: VendorApproved, VendorSuspended, VendorReinstated, CommissionPlanChanged
Hears: -
Asks:  accounts
"""
