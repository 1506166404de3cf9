"""Stands in for bKash tokenized checkout (PGW v1.2.0-beta, refund v1 and v2, webhook over Amazon SNS).

Credentials are those of `USERNAME`, `PASSWORD`, `APP_KEY`, `APP_SECRET`; the wallet that always has money is
01770618575 with OTP 123456 and PIN 12121, the one that has none is 01823074817.
"""

from bdcommerce.simulators.bkash.checkout import routes as checkout_routes
from bdcommerce.simulators.bkash.desk import APP_KEY, APP_SECRET, PASSWORD, USERNAME, Desk
from bdcommerce.simulators.bkash.page import routes as page_routes
from bdcommerce.simulators.bkash.refunds import routes as refund_routes
from bdcommerce.simulators.bkash.topic import routes as topic_routes
from bdcommerce.simulators.faults import Faults
from bdcommerce.simulators.party import Party
from bdcommerce.simulators.settling import SETTLING
from bdcommerce.simulators.settling import routes as settling_routes

__all__ = ["APP_KEY", "APP_SECRET", "FAULTS", "PASSWORD", "USERNAME", "bkash_at", "party"]

FAULTS = {
    "down": "answers 503 to every call of the API",
    "unauthorized": "answers 401 although the token is good",
    "tokens_expire": "forgets every token it has given",
    "error": "refuses the next create, execute or refund with the code `value`",
    "slow_create": "answers create after `value` seconds",
    "slow_execute": "takes the money at once and answers after `value` seconds",
    "mute_execute": "takes the money and answers with nothing but a message",
    "slow_query": "answers query after `value` seconds",
    "wrong_amount": "says in execute, query and webhook that `value` was paid",
    "wrong_invoice": "says in execute and query that it was for invoice `value`",
    "slow_refund": "pays back at once and answers after `value` seconds",
    "refund_pending": "a refund is not completed until it was asked about so often",
    "webhook_twice": "sends the next notification twice",
    "webhook_late": "sends the next notification `value` seconds later",
    "webhook_lost": "does not send the next notification",
    "webhook_bad_signature": "signs the next notification wrongly",
    "webhook_hostile_host": "names a certificate at the host `value`",
    "webhook_wrong_topic": "sends the next notification from another topic",
    "webhook_old": "dates the next notification two hours back",
    "subscribe_hostile_host": "asks to confirm the subscription at the host `value`",
    **SETTLING,
}


def party(url: str) -> Party:
    """The party, reachable below `url`."""
    return bkash_at(Desk(f"{url}/bkash", Faults(FAULTS)))


def bkash_at(desk: Desk) -> Party:
    """The party of a desk."""
    return Party(
        name="bkash",
        about="bKash tokenized checkout v1.2.0-beta, refund v1 and v2, SNS webhook",
        routes=[
            *checkout_routes(desk),
            *refund_routes(desk),
            *page_routes(desk),
            *topic_routes(desk),
            *settling_routes(desk.account),
        ],
        faults=desk.faults,
        forget=desk.forget,
    )
