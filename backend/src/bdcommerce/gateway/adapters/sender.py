"""The way out of webhooks: one signed POST, to an address that is on the public internet when it is connected to.

A name is looked up for each connection, and the connection is made to what was found and checked, not to what the name
means a moment later. Redirects are not followed.
"""

import ipaddress
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from urllib.parse import urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from bdcommerce.gateway.domain import Outcome, is_public, signatures
from bdcommerce.gateway.domain.deliveries import LONGEST_REPLY, Problem
from bdcommerce.gateway.ports import Due, Send
from bdcommerce.infra import telemetry
from bdcommerce.kernel import clock

SECONDS = 10.0
CONNECTIONS = 64
_HEADERS = {
    "Content-Type": "application/json",
    "User-Agent": "BDCommerce-Webhooks/1",
    "Accept-Encoding": "identity",
}
_GONE, _SUCCESS = 410, range(200, 300)


class NotPublic(OSError):
    """A name stands for no address on the public internet."""


class _PublicOnly(AbstractResolver):
    """Finds only addresses that webhooks may go to."""

    def __init__(self) -> None:
        self._resolver = aiohttp.ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """See AbstractResolver. Raises NotPublic."""
        found = await self._resolver.resolve(host, port, family)
        public = [each for each in found if is_public(ipaddress.ip_address(each["host"].partition("%")[0]))]
        if not public:
            raise NotPublic(host)
        return public

    async def close(self) -> None:
        """See AbstractResolver."""
        await self._resolver.close()


class HttpSender:
    """See ports.Sender."""

    def __init__(self, *, private_allowed: bool, seconds: float = SECONDS) -> None:
        self._private_allowed, self._seconds = private_allowed, seconds

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[Send]:
        """See ports.Sender."""
        resolver = aiohttp.ThreadedResolver() if self._private_allowed else _PublicOnly()
        connector = aiohttp.TCPConnector(resolver=resolver, use_dns_cache=False, limit=CONNECTIONS)
        timeout = aiohttp.ClientTimeout(total=self._seconds)
        async with aiohttp.ClientSession(connector=connector, timeout=timeout, auto_decompress=False) as session:
            yield partial(self._send, session)

    async def _send(self, session: aiohttp.ClientSession, due: Due) -> Outcome:
        started = time.perf_counter()
        try:
            outcome = await self._post(session, due)
        except TimeoutError:
            outcome = _failed("timeout")
        except NotPublic:
            outcome = _failed("not_public")
        except aiohttp.ClientConnectorError as error:
            outcome = _failed("not_public" if isinstance(error.os_error, NotPublic) else "unreachable")
        except (aiohttp.ClientError, OSError, ValueError):
            outcome = _failed("unreachable")
        took = time.perf_counter() - started
        telemetry.webhook_sent(outcome.problem or "delivered", took)
        return Outcome(
            problem=outcome.problem,
            status_code=outcome.status_code,
            milliseconds=round(took * 1000),
            reply=outcome.reply,
            wait=outcome.wait,
        )

    async def _post(self, session: aiohttp.ClientSession, due: Due) -> Outcome:
        url, body, at = due.subscription.url, due.delivery.body.encode(), int(clock.now().timestamp())
        self._refuse_inner(url)
        headers = {
            **_HEADERS,
            "webhook-id": due.delivery.id,
            "webhook-timestamp": str(at),
            "webhook-signature": signatures(due.subscription.secrets, due.delivery.id, at, body),
        }
        async with session.post(url, data=body, headers=headers, allow_redirects=False) as reply:
            said = await reply.content.read(LONGEST_REPLY)
            reply.close()
        return Outcome(
            problem=_problem(reply.status),
            status_code=reply.status,
            milliseconds=0,
            reply=said.decode(errors="replace").replace("\0", "\ufffd"),
            wait=_wait(reply.headers.get("Retry-After", "")),
        )

    def _refuse_inner(self, url: str) -> None:
        """An address in the URL itself is not looked up, so no resolver sees it."""
        try:
            address = ipaddress.ip_address(urlsplit(url).hostname or "")
        except ValueError:
            return
        if not self._private_allowed and not is_public(address):
            raise NotPublic(url)


def _failed(problem: Problem) -> Outcome:
    return Outcome(problem=problem, status_code=None, milliseconds=0, reply="")


def _problem(status: int) -> Problem:
    if status in _SUCCESS:
        return ""
    return "gone" if status == _GONE else "status"


def _wait(retry_after: str) -> timedelta:
    seconds = int(retry_after) if retry_after.isascii() and retry_after.isdigit() and len(retry_after) < 6 else 0  # noqa: PLR2004
    return timedelta(seconds=seconds)
