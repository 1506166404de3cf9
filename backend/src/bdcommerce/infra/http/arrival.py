"""A request on its way in, as the layers of the front see it, and what each of them adds to its reply."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from litestar.types import HTTPScope, Receive, Send

from bdcommerce.infra.http.endpoints import Endpoint
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.origin import Address
from bdcommerce.infra.http.problems import HeadersTooLarge, TargetTooLong
from bdcommerce.infra.settings import HttpSettings

_NOBODY = Caller()


@dataclass(slots=True, kw_only=True)
class Arrival:
    """One request."""

    scope: HTTPScope
    headers: dict[bytes, bytes]
    """In lower case; of repeated ones the last."""
    request_id: str
    endpoint: Endpoint | None
    caller: Caller = _NOBODY
    address: Address | None = None
    """The client's."""
    secure: bool = False
    """Whether the client speaks https."""
    outgoing: list[tuple[bytes, bytes]] = field(default_factory=list)
    """Headers of the reply, whatever that will be."""

    @property
    def path(self) -> str:
        """The path, decoded."""
        return self.scope["path"]

    @property
    def public_api(self) -> bool:
        """Whether it asks for something of the public API, not for what engineers and other processes ask."""
        return self.path.startswith("/api/")

    def header(self, name: bytes) -> str:
        """The value of a header; empty if it is not there."""
        return self.headers.get(name, b"").decode("latin-1")


Handler = Callable[[Arrival, Receive, Send], Awaitable[None]]
"""What answers a request."""


def check_head(scope: HTTPScope, http: HttpSettings) -> None:
    """Refuse what is too long to look at. Raises TargetTooLong, HeadersTooLarge."""
    most = http.max_target_bytes
    if len(scope.get("raw_path") or scope["path"]) + len(scope["query_string"]) > most:
        raise TargetTooLong(f"path and query together are longer than {most} bytes")
    headers, most = list(scope["headers"]), http.max_header_bytes
    if len(headers) > http.max_headers:
        raise HeadersTooLarge(f"there are more than {http.max_headers} headers")
    if sum([len(name) + len(value) for name, value in headers]) > most:
        raise HeadersTooLarge(f"the headers together are longer than {most} bytes")
