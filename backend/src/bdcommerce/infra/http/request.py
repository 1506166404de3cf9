"""What every request is kept from carrying: texts that PostgreSQL cannot store, and bodies nested without end.

U+0000 is the one character that no `text` column holds; refused here, it needs no rule in any service.
"""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, unquote_plus

from litestar import Request
from litestar.datastructures import State
from litestar.types import HTTPScope

from bdcommerce.infra.http.problems import Malformed
from bdcommerce.kernel.errors import Invalid

_NUL = "\0"
_REASON = "must not contain the character U+0000"
_FAR_OFF = re.compile(rb"(?:^|&)(?!q=)([^=&]*)=(?:0\d{3}|1[0-8]\d\d|[3-9]\d{3})-\d\d-\d\d(?![^T&%])")
"""A day before 1900 or after 2999, anywhere but in words searched for: a day more, or a zone, may have no date."""


class StorableRequest(Request[Any, Any, State]):
    """A request whose JSON body can be worked with."""

    async def json(self) -> Any:
        """The decoded body. Raises Malformed, or Invalid naming the field."""
        try:
            body = await super().json()
        except RecursionError as error:
            raise Malformed("the body is nested too deeply") from error
        except UnicodeDecodeError as error:
            raise Malformed("the body is not UTF-8") from error
        if b"\\u0000" in await self.body():
            for path, text in _texts(body):
                if _NUL in text:
                    raise Invalid.field(path, _REASON)
        return body


def check_target(scope: HTTPScope) -> None:
    """Refuse a path or a query with U+0000 in it, and days in a query that no arithmetic can be done with.

    Raises Invalid naming `path` or the parameter.
    """
    if _NUL in scope["path"]:
        raise Invalid.field("path", _REASON)
    if far_off := _FAR_OFF.search(scope["query_string"]):
        raise Invalid.field(unquote_plus(far_off[1].decode("latin-1")), "is a day too far off")
    if b"%00" in scope["query_string"]:
        for name, value in parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True):
            if _NUL in name + value:
                raise Invalid.field(name.replace(_NUL, "") or "query", _REASON)


def _texts(body: Any) -> Iterator[tuple[str, str]]:
    """Every text of a JSON value with the path to it, keys included. A loop: the depth is the caller's choice."""
    left: list[tuple[str, Any]] = [("", body)]
    while left:
        path, value = left.pop()
        if isinstance(value, str):
            yield path or "body", value
        elif isinstance(value, dict):
            yield from ((path or "body", key) for key in value)
            left += [(f"{path}.{key}".lstrip("."), each) for key, each in value.items()]
        elif isinstance(value, list):
            left += [(f"{path}[{number}]", each) for number, each in enumerate(value)]
