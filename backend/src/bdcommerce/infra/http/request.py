"""What every request is kept from carrying: texts that PostgreSQL cannot store, and bodies nested without end.

U+0000 is the one character that no `text` column holds; refused here, it needs no rule in any service.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl

from litestar import Request
from litestar.datastructures import State
from litestar.types import HTTPScope

from bdcommerce.infra.http.problems import Malformed
from bdcommerce.kernel.errors import Invalid

_NUL = "\0"
_REASON = "must not contain the character U+0000"


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
    """Refuse a path or a query with U+0000 in it. Raises Invalid naming `path` or the parameter."""
    if _NUL in scope["path"]:
        raise Invalid.field("path", _REASON)
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
