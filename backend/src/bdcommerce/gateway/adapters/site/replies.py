"""Replies of the pages' server: headers that take from browsers what a page never needs, validators, compression."""

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from litestar.types import HTTPScope, Send

from bdcommerce.infra.http.hardening import AT_THE_DOOR, HTTPS_ONLY

_LEAST, _LEVEL = 1_000, 6
_OK, _NOT_MODIFIED = 200, 304
_FOR_EVER = b"public, max-age=31536000, immutable"
_LOOK_AGAIN = b"public, max-age=0, must-revalidate"


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes out; compressed on the way unless it is given compressed already."""

    body: bytes
    media_type: str = "text/html; charset=utf-8"
    status: int = _OK
    headers: tuple[tuple[bytes, bytes], ...] = ()
    keep: bytes = _LOOK_AGAIN
    twins: Mapping[bytes, bytes] = field(default_factory=dict)
    etag: bytes = b""


def policy(early_hash: str) -> bytes:
    """The Content-Security-Policy: our own files and the one script whose text is known, nothing else."""
    return (
        f"default-src 'none'; script-src 'self' 'sha256-{early_hash}'; style-src 'self'; img-src 'self' data: blob:; "
        "font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ).encode()


def for_ever(reply_keep: bool) -> bytes:  # noqa: FBT001 - one of two
    """How long a file is kept: for ever where its name changes with it."""
    return _FOR_EVER if reply_keep else _LOOK_AGAIN


async def give(reply: Reply, scope: HTTPScope, send: Send, *, csp: bytes, secure: bool) -> None:
    """Send it, or that the reader has it already."""
    asked = dict(scope["headers"])
    etag = reply.etag or f'"{hashlib.sha256(reply.body).hexdigest()[:20]}"'.encode()
    coding, body = _coded(reply, asked.get(b"accept-encoding", b""))
    shown = b"W/" + etag if coding else etag
    known = reply.status == _OK and etag in asked.get(b"if-none-match", b"")
    hardening = [(name, value) for name, value in AT_THE_DOOR if name != b"content-security-policy"]
    headers = [
        (b"content-type", reply.media_type.encode()),
        (b"content-security-policy", csp),
        (b"cache-control", reply.keep if reply.status == _OK else b"no-store"),
        (b"vary", b"Accept-Encoding"),
        *hardening,
        *reply.headers,
        *([(b"etag", shown)] if reply.status == _OK else []),
        *([(b"content-encoding", coding)] if coding and not known else []),
        *([HTTPS_ONLY] if secure else []),
        *([] if known else [(b"content-length", str(len(body)).encode())]),
    ]
    await send({"type": "http.response.start", "status": _NOT_MODIFIED if known else reply.status, "headers": headers})
    silent = known or scope["method"] == "HEAD"
    await send({"type": "http.response.body", "body": b"" if silent else body, "more_body": False})


def _coded(reply: Reply, accepted: bytes) -> tuple[bytes, bytes]:
    """The coding and the body in it."""
    for coding, body in reply.twins.items():
        if coding in accepted:
            return coding, body
    zippable = reply.media_type.startswith(("text/", "application/xml", "application/manifest"))
    if b"gzip" in accepted and zippable and len(reply.body) >= _LEAST:
        return b"gzip", gzip.compress(reply.body, _LEVEL, mtime=0)
    return b"", reply.body
