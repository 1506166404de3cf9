"""Outside parties over HTTP: one client for all of them, and a masked record of everything that was said.

    bkash = Outside("bkash", settings.url, Exchanges(platform.database), timeout=settings.timeout)
    answer = await bkash.call("POST", "/create", operation="create", headers={…}, json={…}, reference=payment_id)
    answer.status, answer.data(Created)

A call says what it does (`operation`: a constant word, for metrics and the record) and, where there is one, what it is
about (`reference`: an id of ours). It raises NoAnswer when nobody knows what the other side did, NotReached (a
NoAnswer) when it heard nothing, Open when nothing was sent because it has been silent for a while. It is never made
while a transaction is open. Whatever else the other side answers is an Answer: what it means is the caller's business.

The record is the table `exchange` in the schema of every service (infra.schema), a row per exchange in a transaction of
its own, also of calls that come in (`Exchanges.heard`). What names a secret or a person is masked before it is written
(masking); rows go after EXCHANGE_DAYS (infra.jobs). Whoever reads evidence for a dispute asks `Exchanges.about`.
"""

from bdcommerce.infra.outside.client import Answer, NoAnswer, NotReached, Open, Outside
from bdcommerce.infra.outside.exchanges import Exchange, Exchanges
from bdcommerce.infra.outside.settings import PartySettings, read

__all__ = [
    "Answer",
    "Exchange",
    "Exchanges",
    "NoAnswer",
    "NotReached",
    "Open",
    "Outside",
    "PartySettings",
    "read",
]
