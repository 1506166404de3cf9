"""Stands in for Nagad's merchant checkout: RSA both ways, initialise, complete, verify, cancel. It calls nobody back
but the customer's browser.

The wallet that always has money is 01711111111 with the code 123456 and the PIN 1234.
"""

from bdcommerce.simulators.faults import Faults
from bdcommerce.simulators.nagad.desk import MERCHANT_ID, MERCHANT_NUMBER, Desk
from bdcommerce.simulators.nagad.dfs import routes as dfs_routes
from bdcommerce.simulators.nagad.page import routes as page_routes
from bdcommerce.simulators.party import Party
from bdcommerce.simulators.settling import SETTLING
from bdcommerce.simulators.settling import routes as settling_routes

__all__ = ["FAULTS", "MERCHANT_ID", "MERCHANT_NUMBER", "nagad_at", "party"]

FAULTS = {
    "down": "answers 503 to every call of the API",
    "bad_signature": "signs the next reply wrongly",
    "slow_complete": "answers complete after `value` seconds",
    "wrong_amount": "says in verify that `value` was paid",
    "wrong_order": "says in verify that it was for the order `value`",
    "slow_verify": "answers verify after `value` seconds",
    "slow_refund": "pays back at once and answers after `value` seconds",
    "refund_refused": "refuses the next refund",
    **SETTLING,
}


def party(url: str) -> Party:
    """The party, reachable below `url`."""
    return nagad_at(Desk(f"{url}/nagad", Faults(FAULTS)))


def nagad_at(desk: Desk) -> Party:
    """The party of a desk."""
    return Party(
        name="nagad",
        about="Nagad merchant checkout v-0.2.0, RSA both ways",
        routes=[*dfs_routes(desk), *page_routes(desk), *settling_routes(desk.account)],
        faults=desk.faults,
        forget=desk.forget,
    )
