"""The parties there are. The only list of them."""

import os
from collections.abc import Sequence

from bdcommerce.simulators import bkash, nagad, sslcommerz
from bdcommerce.simulators.bkash import b2c
from bdcommerce.simulators.couriers import pathao, redx, steadfast
from bdcommerce.simulators.messages import browsers, bulksmsbd, fcm, mailroom, mimsms, phones, sslwireless
from bdcommerce.simulators.party import Party

HOOKS = os.environ.get("BDC_SHOP_URL", "http://127.0.0.1:8000").rstrip("/") + "/api/v1/hooks"
"""Where the marketplace hears from those whose webhooks are typed into a panel."""


def parties(url: str, mail_port: int = 0) -> Sequence[Party]:
    """All of them, reachable at `url`; the mail server at a port of its own (0: any that is free)."""
    there = phones.Phones()
    return (
        bkash.party(url),
        b2c.party(),
        nagad.party(url),
        sslcommerz.party(url),
        pathao.party(f"{HOOKS}/pathao"),
        steadfast.party(f"{HOOKS}/steadfast"),
        redx.party(f"{HOOKS}/redx"),
        sslwireless.party(there, f"{HOOKS}/sms/sslwireless"),
        bulksmsbd.party(there, f"{HOOKS}/sms/bulksmsbd"),
        mimsms.party(there, f"{HOOKS}/sms/mimsms"),
        phones.party(there),
        fcm.party(fcm.Firebase(url)),
        browsers.party(browsers.Service(url)),
        mailroom.party(mailroom.Mailroom(), mail_port),
    )
