"""Values that break software: what people paste, what attackers try, what a bug in a client sends."""

import base64
import json
from collections.abc import Iterator, Sequence
from typing import Any

TEXTS = (
    "",
    "   ",
    "a\0b",
    "আ" * 10_000,
    "রহিমা খাতুন, ধানমন্ডি",
    "\u202e\u200f\ufeff\u200dabc 👩🏽‍🚀",
    "'; DROP TABLE users; -- <script>alert(1)</script>{{7*7}}${7*7}%s%n",
    "\x1b[31m\r\n\t\x7f",
    "9" * 200,
)
AMOUNTS = ("", "NaN", "-Infinity", "1e999999999", "-9" * 100, "-1", "0.000000000000001", "৫", "ten")
DATES = ("", "0001-01-01", "9999-12-31", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-02-30", "now")
NUMBERS = (0, -1, 2**31, 2**53 + 1, 2**63, -(2**63) - 1, 10**40, 1.5, 1e308, "7", "٣")
OTHERS: tuple[Any, ...] = (None, True, [], {}, [None], {"a": {"b": []}}, "text", 7)
FEWER_OTHERS: tuple[Any, ...] = (None, [[]], {"x": {}})
IN_A_PATH = (
    "%00", "%FF%FE", "%ED%A0%80", "%E0%A6%86", "%F0%9F%99%82", "a" * 3_000, "%27%20OR%201%3D1", "..%2F..", "%25s", "-1",
    "%0d%0aX: y",
)  # fmt: skip
IN_A_QUERY = (
    "", "%00", "%FF%FE", "%ED%A0%80", "%E0%A6%86", "%F0%9F%99%82", "a" * 10_000, "%27%20OR%201%3D1--", "%25", "%zz",
    "-1", "9" * 40, "1e5", "true", "null", "0001-01-01", "9999-12-31", "2026-02-30", "%5B%5D", "a&a=b",
)  # fmt: skip
BODIES = (
    b"", b"null", b"[]", b"{}", b'"text"', b"7", b"{", b"{}{}", b"\xff\xfe{}", b'{"a":"\xff"}', b'{"a":"\\ud800"}',
    b"\x00", b"NaN",
    b"[" * 50_000, b'{"a":' * 20_000 + b"1" + b"}" * 20_000, b'{"a":1e999999}', b'{"a":' + b"9" * 5_000 + b"}",
    b'{"a":1,"a":2}', '{"a":1}'.encode("utf-16"), b"a=b&c=d", b"<a/>", b'{"__proto__":{},"constructor":1}',
)  # fmt: skip
CONTENT_TYPES = (
    b"", b"text/plain", b"application/xml", b"application/x-www-form-urlencoded", b"multipart/form-data",
    b"multipart/form-data; boundary=" + b"x" * 300, b"application/json; charset=utf-16", b"application/json, text/html",
    b"\xff", b"application/msgpack", b"APPLICATION/JSON", b";;;", b"text/csv",
)  # fmt: skip
HEADERS = (
    [(b"authorization", b"Bearer")],
    [(b"authorization", b"Bearer a.b.c")],
    [(b"authorization", b"Bearer eyJhbGciOiJFZDI1NTE5Iiwia2lkIjoidGVzdCIsImNyaXQiOjV9.e30.AAAA")],
    [(b"authorization", b"Bearer \xff\xfe.\x80.\x00")],
    [(b"authorization", b"Basic dGVzdDp0ZXN0")],
    [(b"authorization", b"Bearer " + b"x" * 20_000)],
    [(b"x-guest-token", b"\xff"), (b"x-guest-token", b"x" * 5_000)],
    [(b"x-request-id", b"\xff<script>")],
    [(b"traceparent", b"00-" + b"0" * 32 + b"-\xff")],
    [(b"accept-language", b"\xff;q=x,,,")],
    [(b"accept", b"text/csv;q=\xff")],
    [(b"if-match", b'W/"99999999999999999999999999"')],
    [(b"if-match", b"\xff"), (b"if-match", b"*")],
    [(b"if-none-match", b"\xff")],
    [(b"idempotency-key", b"short")],
    [(b"idempotency-key", b"x" * 5_000)],
    [(b"idempotency-key", b"\xff" * 20)],
    [(b"idempotency-key", b"0123456789abcdef"), (b"idempotency-key", b"fedcba9876543210")],
    [(b"content-length", b"-5")],
    [(b"cookie", b"a=\xff; b")],
    [(b"x-forwarded-for", b"'; --")],
    [(b"x-" + b"a" * 5_000, b"b")],
    [(b"accept-encoding", b"br;q=2")],
)
_IN_A_CURSOR: dict[type, tuple[Any, ...]] = {
    str: ("", "a\0b", "x" * 400, "আ", "'; --", "ord_~", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00",
          "2026-11-22", "2026-11-22T00:00:00", 7, None, []),
    int: (-1, 2**31, 2**63, -(2**63) - 1, 10**40, 1.5, "7", None),
}  # fmt: skip
NO_CURSORS = ("x", "!!!!", "W10", "W11d", "bnVsbA", "e30", "WyI", "__8", "%E0%A6%86", "A" * 501, "WyJcdWQ4MDAiXQ")


def cursor(*position: Any) -> str:
    """A cursor that says this, as the API would write it."""
    return base64.urlsafe_b64encode(json.dumps(position).encode()).decode().rstrip("=")


def cursors_like(real: str) -> Iterator[str]:
    """Cursors of a list of which one is known, each with one odd value; and some of another shape."""
    position = json.loads(base64.urlsafe_b64decode(real + "=" * (-len(real) % 4)))
    for number, value in enumerate(position):
        for odd in _IN_A_CURSOR[type(value)]:
            yield cursor(*position[:number], odd, *position[number + 1 :])
    yield cursor(*position, 1)
    yield cursor(*position[1:])


def some_cursors() -> Iterator[str]:
    """For a list of which none is known: of every usual shape."""
    shapes: Sequence[Sequence[Any]] = (("a",), (1,), ("a", "b"), ("2026-11-22", 1), ("2026-11-22T00:00:00Z", "a"),
                                       ("a", 1, "b"), (1, "a", 1))  # fmt: skip
    for shape in shapes:
        yield from cursors_like(cursor(*shape))
