"""The parties there are. The only list of them."""

import os
from collections.abc import Sequence

from bdcommerce.simulators.couriers import pathao, redx, steadfast
from bdcommerce.simulators.messages import bulksmsbd, mimsms, phones, sslwireless
from bdcommerce.simulators.party import Party

HOOKS = os.environ.get("BDC_SHOP_URL", "http://127.0.0.1:8000").rstrip("/") + "/api/v1/hooks"
"""Where the marketplace hears from those whose webhooks are typed into a panel."""


def parties(url: str) -> Sequence[Party]:  # noqa: ARG001 - parties that lead people to their own pages need it
    """All of them, reachable at `url`."""
    there = phones.Phones()
    return (
        pathao.party(f"{HOOKS}/pathao"),
        steadfast.party(f"{HOOKS}/steadfast"),
        redx.party(f"{HOOKS}/redx"),
        sslwireless.party(there, f"{HOOKS}/sms/sslwireless"),
        bulksmsbd.party(there, f"{HOOKS}/sms/bulksmsbd"),
        mimsms.party(there, f"{HOOKS}/sms/mimsms"),
        phones.party(there),
    )
