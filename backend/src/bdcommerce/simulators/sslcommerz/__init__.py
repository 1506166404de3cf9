"""Stands in for SSLCommerz v4: sessions, the hosted page, IPN with its hash, validation, query and refunds.

The store is `testbox` with the password `qwerty`. The page takes the published test cards, and wallets by name; what is
typed into it goes nowhere else.
"""

from bdcommerce.simulators.faults import Faults
from bdcommerce.simulators.party import Party
from bdcommerce.simulators.settling import SETTLING
from bdcommerce.simulators.settling import routes as settling_routes
from bdcommerce.simulators.sslcommerz.desk import STORE_ID, STORE_PASSWORD, Desk
from bdcommerce.simulators.sslcommerz.gateway import routes as gateway_routes
from bdcommerce.simulators.sslcommerz.page import routes as page_routes
from bdcommerce.simulators.sslcommerz.validator import routes as validator_routes

__all__ = ["FAULTS", "STORE_ID", "STORE_PASSWORD", "party", "sslcommerz_at"]

FAULTS = {
    "down": "answers 503 to every call of the API",
    "inactive": "says that the store's API is inactive",
    "not_done": "says that it could not look (APIConnect FAILED)",
    "slow_session": "answers a session after `value` seconds",
    "wrong_amount": "says in query and validation that `value` was paid",
    "wrong_reference": "says in validation that it was for `value`",
    "risky": "takes the money and says that it is risky",
    "ipn_lost": "does not send the next IPN",
    "ipn_twice": "sends the next IPN twice",
    "ipn_late": "sends the next IPN `value` seconds later",
    "ipn_bad_hash": "signs the next IPN wrongly",
    "ipn_wrong_amount": "says in the next IPN, rightly signed, that `value` was paid",
    "slow_refund": "takes a refund and answers after `value` seconds",
    "refund_pending": "a refund is not paid until it was asked about so often",
    "refund_refused": "refuses the next refund",
    **SETTLING,
}


def party(url: str) -> Party:
    """The party, reachable below `url`."""
    return sslcommerz_at(Desk(f"{url}/sslcommerz", Faults(FAULTS)))


def sslcommerz_at(desk: Desk) -> Party:
    """The party of a desk."""
    return Party(
        name="sslcommerz",
        about="SSLCommerz v4: cards, wallets and net banking on its hosted page",
        routes=[
            *gateway_routes(desk),
            *page_routes(desk),
            *validator_routes(desk),
            *settling_routes(desk.account),
        ],
        faults=desk.faults,
        forget=desk.forget,
    )
