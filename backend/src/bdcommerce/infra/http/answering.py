"""Around every endpoint of a service: which call this is, its body once, its idempotency key, its one reply."""

import hashlib
import re
from typing import TYPE_CHECKING, Any, cast

from litestar.types import ASGIApp, HTTPReceiveMessage, HTTPScope, HTTPSendMessage, Message, Receive, Scope, Send

from bdcommerce.infra import call
from bdcommerce.infra.http.access import confine
from bdcommerce.infra.idempotency import HeldKey, IdempotencyKeys, Reply
from bdcommerce.kernel.errors import Invalid

if TYPE_CHECKING:
    from bdcommerce.infra.http.identity import Caller

_READING = {"GET", "HEAD", "OPTIONS"}
_KEY = re.compile(r"[A-Za-z0-9_.:-]{16,128}")
_SUCCESS = range(200, 300)


class Answering:
    """ASGI middleware of one service's routes."""

    def __init__(self, app: ASGIApp, service: str, keys: IdempotencyKeys) -> None:
        self._app, self._service, self._keys = app, service, keys

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        answering = _call(cast("HTTPScope", scope), self._service)
        call.begin(answering)
        confine(scope["state"]["caller"], self._service, writes=answering.writes)
        if not answering.writes:
            await self._app(scope, receive, send)
            return
        # The guard says the same later; whoever may not call is not to make us read, or keep, anything.
        options = scope["route_handler"].opt
        options["access"].check(scope["state"]["caller"])
        if options.get("streamed"):
            await self._app(scope, receive, send)
            return
        body = await _whole_body(receive)
        answering.body_hmac = self._keys.fingerprint(body)
        key = _header(scope, b"idempotency-key")
        if key is None:
            await self._app(scope, _replay(body), send)
            return
        await self._once(answering, _held(key, answering, scope), scope, body, send)

    async def _once(self, answering: call.Call, held: HeldKey, scope: Scope, body: bytes, send: Send) -> None:
        resumable = bool(scope["route_handler"].opt.get("resumable"))
        fingerprint = self._keys.fingerprint(b"\n".join([scope["raw_path"], scope["query_string"], body]))
        stored = await self._keys.take(held, fingerprint, resumable=resumable)
        if stored:
            await _send(stored, send, replayed=True)
            return
        answering.claim = held
        recorder = _Recorder()
        try:
            await self._app(scope, _replay(body), recorder.send)
        except BaseException:
            await self._keys.let_go(held)
            raise
        reply = recorder.reply()
        if reply.status in _SUCCESS:
            await self._keys.complete(held, reply)
        else:
            await self._keys.let_go(held)
        await _send(reply, send, replayed=False)


class _Recorder:
    """Takes a reply apart from sending it, so that it is stored before it goes out."""

    def __init__(self) -> None:
        self._status = 500
        self._headers: list[tuple[bytes, bytes]] = []
        self._body = b""

    async def send(self, message: Message) -> None:
        """ASGI send."""
        if message["type"] == "http.response.start":
            self._status, self._headers = message["status"], list(message["headers"])
        elif message["type"] == "http.response.body":
            self._body += message["body"]

    def reply(self) -> Reply:
        """What was sent."""
        return Reply(self._status, [(k.decode("latin-1"), v.decode("latin-1")) for k, v in self._headers], self._body)


def _call(scope: HTTPScope, service: str) -> call.Call:
    caller: Caller = scope["state"]["caller"]
    return call.Call(
        service=service,
        request_id=scope["state"]["request_id"],
        actor_id=caller.user_id or "guest",
        audience=caller.audience,
        vendor_id=caller.vendor_id,
        action=f"{scope['method']} {scope['path_template']}",
        targets={name: str(value) for name, value in scope["path_params"].items()},
        writes=scope["method"] not in _READING,
    )


def _held(key: str, answering: call.Call, scope: Scope) -> HeldKey:
    if not _KEY.fullmatch(key):
        raise Invalid.field("Idempotency-Key", "must be 16 to 128 letters, digits or one of _ . : -")
    guest = hashlib.sha256(scope["state"]["caller"].guest_token.encode()).hexdigest()[:16]
    return HeldKey(f"{answering.action}|{answering.audience}|{answering.actor_id}|{guest}", key)


async def _whole_body(receive: Receive) -> bytes:
    """In one piece: the front has read it already, within its limits."""
    message: Any = await receive()
    body: bytes = message["body"]
    return body


def _replay(body: bytes) -> Receive:
    messages: list[HTTPReceiveMessage] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> HTTPReceiveMessage:
        return messages.pop() if messages else {"type": "http.disconnect"}

    return receive


def _header(scope: Scope, name: bytes) -> str | None:
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), None)


async def _send(reply: Reply, send: Send, *, replayed: bool) -> None:
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in reply.headers]
    if replayed:
        headers.append((b"idempotency-replayed", b"true"))
    start: HTTPSendMessage = {"type": "http.response.start", "status": reply.status, "headers": headers}
    await send(start)
    await send({"type": "http.response.body", "body": reply.body, "more_body": False})
