"""A whole reply on its way out: a validator for it, "not modified" where that will do, and compression.

Compressed is only what is the same for everybody: where a reply holds a secret of its reader, its compressed length
would tell of it to whoever can make the reader ask (BREACH).
"""

import asyncio
import re
from typing import Any

from litestar.types import Message, Send

from bdcommerce.infra.cache import Answer
from bdcommerce.infra.http.arrival import Arrival
from bdcommerce.infra.http.selecting import Selection, reduced

LEAST_ZIPPED = 1_000
"""Shorter bodies are not worth it."""
IN_A_THREAD = 100_000
"""Longer ones are compressed beside the loop."""
_ZIPPABLE = re.compile(rb"(?:text/|application/(?:[\w.+-]+\+)?(?:json|xml|javascript)|image/svg\+xml)")
_OF_A_304 = frozenset({b"cache-control", b"content-location", b"date", b"expires", b"vary", b"link"})
_MADE_HERE = frozenset({b"content-length", b"etag"})
_OK, _NOT_MODIFIED = 200, 304
_TAGS = re.compile(rb'(?:W/)?("[^"]*")')


async def respond(arrival: Arrival, answer: Answer, wanted: Selection, send: Send, *, told: bytes) -> None:
    """Send of an answer to a GET what is wanted. `told` is its Cache-Control where the service has not said any."""
    if wanted and answer.status == _OK:
        answer = reduced(answer, wanted)
    stated = dict(answer.headers).get(b"cache-control", told if answer.status == _OK else b"no-store")
    kept = [(name, value) for name, value in answer.headers if name not in _MADE_HERE and name != b"cache-control"]
    headers = [*kept, (b"cache-control", stated)]
    if answer.status != _OK:
        await _send(answer.status, headers, answer.body, send)
        return
    zippable = _may_be_zipped(arrival, answer)
    zipped = zippable and accepts_gzip(arrival.headers.get(b"accept-encoding", b""))
    headers.append((b"etag", b"W/" + answer.etag if zipped and not answer.etag.startswith(b"W/") else answer.etag))
    headers += [(b"vary", b"Accept-Encoding")] if zippable else []
    if _known(answer.etag, arrival.headers.get(b"if-none-match", b"")):
        headers = [(name, value) for name, value in headers if name in _OF_A_304 or name == b"etag"]
        await _send(_NOT_MODIFIED, headers, b"", send)
    elif zipped:
        body = await asyncio.to_thread(_zipped, answer) if len(answer.body) > IN_A_THREAD else answer.zipped
        await _send(_OK, [*headers, (b"content-encoding", b"gzip")], body, send)
    else:
        await _send(_OK, headers, answer.body, send)


class Whole:
    """Takes what an endpoint sends to a GET. A reply of one piece is finished here; one of many passes as it is."""

    def __init__(self, arrival: Arrival, wanted: Selection, send: Send, *, told: bytes) -> None:
        self._arrival, self._wanted, self._send, self._told = arrival, wanted, send, told
        self._start: Any = None

    async def send(self, message: Message) -> None:
        """ASGI send."""
        if message["type"] == "http.response.start":
            self._start = message
        elif message["type"] == "http.response.body" and self._start is not None:
            start, self._start = self._start, None
            if message.get("more_body"):
                start["headers"] = [*start["headers"], *_unless_stated(start["headers"], b"no-store")]
                await self._send(start)
                await self._send(message)
            else:
                headers = tuple((name.lower(), value) for name, value in start["headers"])
                answer = Answer(start["status"], headers, message["body"])
                await respond(self._arrival, answer, self._wanted, self._send, told=self._told)
        else:
            await self._send(message)


def unkept(send: Send) -> Send:
    """For what is no GET: nobody is to keep the reply, unless the endpoint says otherwise."""

    async def mark(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message["headers"], *_unless_stated(message["headers"], b"no-store")]
        await send(message)

    return mark


def accepts_gzip(accepted: bytes) -> bool:
    """Whether Accept-Encoding allows gzip (RFC 9110, 12.5.3)."""
    weights = {}
    for part in accepted.lower().split(b","):
        name, _, parameter = part.partition(b";")
        weights[name.strip()] = parameter.strip() not in {b"q=0", b"q=0.0", b"q=0.00", b"q=0.000"}
    return weights.get(b"gzip", weights.get(b"*", False))


def _may_be_zipped(arrival: Arrival, answer: Answer) -> bool:
    headers = dict(answer.headers)
    same_for_all = arrival.endpoint is not None and arrival.endpoint.cached is not None
    kind = _ZIPPABLE.match(headers.get(b"content-type", b""))
    fits = len(answer.body) >= LEAST_ZIPPED and b"content-encoding" not in headers
    return bool(same_for_all and kind and fits)


def _known(etag: bytes, if_none_match: bytes) -> bool:
    """Whether the client has this already: the weak comparison of RFC 9110, 13.1.2."""
    if not if_none_match:
        return False
    return if_none_match.strip() == b"*" or etag.removeprefix(b"W/") in _TAGS.findall(if_none_match)


def _zipped(answer: Answer) -> bytes:
    return answer.zipped


def _unless_stated(headers: Any, told: bytes) -> list[tuple[bytes, bytes]]:
    return [] if any(name.lower() == b"cache-control" for name, _ in headers) else [(b"cache-control", told)]


async def _send(status: int, headers: list[tuple[bytes, bytes]], body: bytes, send: Send) -> None:
    length = [] if status == _NOT_MODIFIED else [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": [*headers, *length]})
    await send({"type": "http.response.body", "body": body, "more_body": False})
