"""Compliance over HTTP."""

from bdcommerce.compliance.api import (
    audit,
    changes,
    clocks,
    complaint_desk,
    complaints,
    dispute_desk,
    disputes,
    guests,
    invoices,
    notes,
    registers,
    rules,
)

ROUTES = (
    *rules.ROUTES,
    *changes.ROUTES,
    *audit.ROUTES,
    *clocks.ROUTES,
    *invoices.ROUTES,
    *notes.ROUTES,
    *registers.ROUTES,
    *complaints.ROUTES,
    *complaint_desk.ROUTES,
    *disputes.ROUTES,
    *dispute_desk.ROUTES,
    *guests.ROUTES,
)
