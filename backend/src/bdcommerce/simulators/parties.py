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

MAIL_PORT = 8125
"""Where the mail server listens beside the usual port; beside any other one it takes one that is free."""


def parties(url: str) -> Sequence[Party]:
    """All of them, reachable at `url`."""
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
        mailroom.party(mailroom.Mailroom(), MAIL_PORT if url.endswith(":8100") else 0),
    )
