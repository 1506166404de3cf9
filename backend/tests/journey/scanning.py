"""Looks through everything that a marketplace has written for what may stand nowhere in plain text."""

import re
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass

import asyncpg
from backend.benchmarks.month.parties import Parties
from backend.benchmarks.month.paying import TYPED
from backend.benchmarks.month.running import Played

from bdcommerce.payments.adapters.nagad.simulated import MERCHANT_PRIVATE_KEY
from bdcommerce.simulators.bkash import APP_KEY, APP_SECRET, PASSWORD, b2c
from bdcommerce.simulators.couriers import pathao, redx, steadfast
from bdcommerce.simulators.sslcommerz import STORE_PASSWORD

_WORD = re.compile(r"[A-Za-z0-9_@.+/\-]{5,}")
_NUMBER = re.compile(r"\+?\d[\d\s-]{8,16}\d")
_NATIONAL = 10
"""The last digits of a mobile number, however it is written."""
_SHORTEST = 5
"""A shorter secret stands everywhere by chance."""
_TABLES = """
SELECT table_schema || '.' || table_name FROM information_schema.tables
WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY 1
"""
OF_PROTOCOL = "store_passwd"
"""The one secret that a party demands in the query of a question: SSLCommerz's validation API (v4), over TLS."""


@dataclass(frozen=True, slots=True)
class Secrets:
    """What may stand nowhere: words, and mobile numbers by their last ten digits."""

    words: frozenset[str]
    phones: frozenset[str]

    def found_in(self, text: str) -> set[str]:
        """What of it stands in a text."""
        words = {word.strip(".") for word in _WORD.findall(text)}
        pieces = words | {piece for word in words for piece in word.split("/")}
        digits = {re.sub(r"\D", "", number)[-_NATIONAL:] for number in _NUMBER.findall(text)}
        return {*(self.words & pieces), *(self.phones & digits)}


def secrets_of(played: Played) -> Secrets:
    """All that the month knew: what was typed into pages, credentials, tokens, and everybody's number."""
    world, numbers = played.world, set[str]()
    numbers |= {purchase.customer.phone for purchase in played.bought.orders.values()}
    numbers |= {shop.mobile for shop in played.shops}
    numbers |= {fields["wallet"] for fields in TYPED.values() if "wallet" in fields}
    words = {*_credentials(), *_tokens(world.parties), *world.doors.tokens}
    typed = {value for fields in TYPED.values() for name, value in fields.items() if name in ("pin", "otp", "card")}
    words |= {value for value in typed if len(value) >= _SHORTEST}
    return Secrets(frozenset(words), frozenset(number[-_NATIONAL:] for number in numbers))


def _credentials() -> set[str]:
    key = "".join(MERCHANT_PRIVATE_KEY.split("-----")[2].split()) if "-----" in MERCHANT_PRIVATE_KEY else ""
    return {
        PASSWORD, APP_KEY, APP_SECRET, b2c.PASSWORD, b2c.APP_KEY, b2c.APP_SECRET, STORE_PASSWORD, key[:64],
        pathao.CLIENT["client_secret"], pathao.CLIENT["password"], pathao.WEBHOOK_SECRET,
        steadfast.API_KEY, steadfast.SECRET_KEY, steadfast.HOOK_TOKEN, redx.TOKEN, redx.HOOK_TOKEN,
    } - {""}  # fmt: skip


def _tokens(parties: Parties) -> Iterator[str]:
    """Whatever a provider has given to be shown again: tokens, and the agreements behind saved wallets."""
    yield from parties.till.tokens
    yield from parties.bkash.tokens
    yield from parties.bkash.refreshable
    yield from parties.bkash.agreements


async def written(url: str) -> AsyncIterator[tuple[str, str]]:
    """Every row of every table, as text."""
    connection = await asyncpg.connect(url)
    try:
        for table in [row[0] for row in await connection.fetch(_TABLES)]:
            for row in await connection.fetch(f"SELECT line::text FROM {table} AS line"):
                yield table, row[0]
    finally:
        await connection.close()


def without_protocol(urls: Iterable[str]) -> Iterator[str]:
    """URLs that parties were asked at, without what one of them demands there."""
    for url in urls:
        path, _, query = url.partition("?")
        kept = [pair for pair in query.split("&") if not pair.startswith(f"{OF_PROTOCOL}=")]
        yield f"{path}?{'&'.join(kept)}"
