"""Who may call an endpoint. Every endpoint says it, and a test walks all of them."""

from dataclasses import dataclass
from typing import Any, Literal

from litestar.connection import ASGIConnection
from litestar.handlers.base import BaseRouteHandler

from bdcommerce.infra.http.identity import Caller
from bdcommerce.kernel.errors import Forbidden, Unauthenticated, ensure


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """The rule of one endpoint."""

    audience: Literal["", "shop", "vendor", "admin"] = ""
    """Empty: no token is asked for."""
    guests: bool = False
    """The endpoint serves signed-in customers and guests; ownership is decided by its handler."""
    roles: frozenset[str] = frozenset()
    permission: str = ""
    own_proof: bool = False
    """Whoever calls proves it in a way of their own, which is the handler's business: an Authorization header is none
    of our tokens.
    """
    person: bool = False
    """Anybody who has signed in, wherever; but a person, not a program with an API key."""

    def check(self, caller: Caller) -> None:
        """Raises Unauthenticated or Forbidden."""
        if self.person:
            ensure(caller.audience, Unauthenticated("sign in first"))
            ensure(caller.scopes is None, Forbidden("this is for people, not for API keys"))
            return
        if not self.audience:
            ensure(not self.guests or caller.audience in {"", "shop"}, Forbidden("this is for customers"))
            return
        ensure(caller.audience, Unauthenticated("sign in first"))
        ensure(caller.audience == self.audience, Forbidden(f"this needs a token for the audience '{self.audience}'"))
        ensure(not self.roles or self.roles & caller.roles, Forbidden(f"this is for: {', '.join(sorted(self.roles))}"))
        ensure(
            not self.permission or self.permission in caller.permissions,
            Forbidden(f"this needs the permission '{self.permission}'", permission=self.permission),
        )


def public() -> Access:
    """Anybody."""
    return Access()


def outsider() -> Access:
    """An outside party that calls back and proves in its own way that it is the one; its handler checks that."""
    return Access(own_proof=True)


def signed_in() -> Access:
    """A person who has signed in, to the shop, the vendor centre or the admin."""
    return Access(person=True)


def shop() -> Access:
    """A signed-in customer."""
    return Access(audience="shop")


def shop_or_guest() -> Access:
    """A customer, signed in or not; a guest proves what is theirs by the header X-Guest-Token."""
    return Access(guests=True)


def vendor(*roles: str) -> Access:
    """Staff of a vendor, in any of these roles (none given: in any role)."""
    return Access(audience="vendor", roles=frozenset(roles))


def staff(permission: str) -> Access:
    """Staff of the operator who have this permission."""
    return Access(audience="admin", permission=permission)


def any_staff() -> Access:
    """Staff of the operator, whatever they may do."""
    return Access(audience="admin")


def confine(caller: Caller, service: str, *, writes: bool) -> None:
    """Whoever comes with an API key reaches the services of its scopes only, whatever else they may do there: with
    `<service>:read` to read, with `<service>:write` to read and write. Raises Forbidden.
    """
    if caller.scopes is None:
        return
    wanted = f"{service}:{'write' if writes else 'read'}"
    good = {wanted, f"{service}:write"} & caller.scopes
    ensure(good, Forbidden(f"this API key lacks the scope '{wanted}'", scope=wanted))


async def guard(connection: "ASGIConnection[Any, Any, Any, Any]", handler: BaseRouteHandler) -> None:
    """Litestar's guard of every endpoint made by bdcommerce.infra.http. Async: it runs any other in a thread."""
    handler.opt["access"].check(connection.scope["state"]["caller"])
