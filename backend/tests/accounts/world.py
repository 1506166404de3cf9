"""Accounts with its neighbours in memory, and the steps its tests are made of."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from bdcommerce.infra.security import TokenVerifier
from bdcommerce.kernel import phone
from support import tokens
from support.faces.notifications import FakeNotifications
from support.faces.vendors import FakeVendors
from support.harness import Harness

PASSWORD = "nodir tire boat 42"


@dataclass(frozen=True)
class World:
    """The service and its neighbours."""

    service: Harness
    notifications: FakeNotifications
    vendors: FakeVendors

    @contextmanager
    def at(self, address: str, agent: str = "") -> Iterator[None]:
        """Let calls come from another address, until the block ends."""
        client: Any = self.service._http
        before = client._transport.client, client.headers["user-agent"]
        client._transport.client, client.headers["user-agent"] = (address, 50000), agent or before[1]
        try:
            yield
        finally:
            client._transport.client, client.headers["user-agent"] = before

    async def code(self, number: str, purpose: str = "login", device: str = "") -> str:
        """Ask for a code and read it on the phone."""
        reply = await self.ask(number, purpose, device)
        assert reply.status_code == 200, reply.text
        return self.notifications.last_code(phone.normalise(number))

    async def ask(self, number: str, purpose: str = "login", device: str = "") -> Any:
        """The reply to asking for a code."""
        body = {"phone": number, "purpose": purpose}
        return await self.service.post("/auth/otp/request", body, headers=_with(device))

    async def answer(self, number: str, code: str, purpose: str = "login", *, device: str = "", **body: str) -> Any:
        """The reply to a code."""
        answer = {"phone": number, "code": code, "purpose": purpose, **body}
        return await self.service.post("/auth/otp/verify", answer, headers=_with(device))

    async def by_phone(self, number: str = "01712345678", **body: str) -> dict[str, Any]:
        """Sign in by a code; the tokens."""
        reply = await self.answer(number, await self.code(number), **body)
        assert reply.status_code == 200, reply.text
        return dict(reply.json())

    async def registered(self, email: str = "rahim@example.com", **body: str) -> dict[str, Any]:
        """Register with a password; the tokens."""
        form = {"email": email, "password": PASSWORD, "name": "Rahim", **body}
        reply = await self.service.post("/auth/register", form)
        assert reply.status_code == 201, reply.text
        return dict(reply.json())

    async def login(self, email: str, audience: str = "shop", password: str = PASSWORD, *, device: str = "") -> Any:
        """The reply to a password."""
        body = {"email": email, "password": password, "audience": audience}
        return await self.service.post("/auth/login", body, headers=_with(device))

    async def refresh(self, token: str) -> Any:
        """The reply to a refresh token."""
        return await self.service.post("/auth/refresh", {"refresh_token": token})

    async def claims(self, access_token: str) -> dict[str, Any]:
        """What a verifier that trusts the published keys reads in an access token."""
        return await TokenVerifier(self.service.face.jwks).claims(access_token)

    async def as_(self, issued: dict[str, Any]) -> str:
        """A token that the harness trusts, of the same person and session and as good."""
        claims = await self.claims(issued["access_token"])
        same = {name: claims[name] for name in ("sid", "roles", "permissions", "vendor_id")}
        return tokens.of(claims["aud"], claims["sub"], **same)

    async def admin(self, *roles: str, email: str = "admin@example.com") -> str:
        """A token of somebody who works for the operator, in these roles (none: may everything)."""
        await self.service.face.ensure_staff(email, "Ayesha", PASSWORD, list(roles) or ["admin"])
        reply = await self.login(email, "admin")
        assert reply.status_code == 200, reply.text
        return await self.as_(reply.json())

    async def codes_to(self, *places: str) -> list[str]:
        """The codes that were last sent to these places, once everything that is owed has been sent."""
        await self.service.settle()
        return [self.notifications.last_code(place) for place in places]

    async def everything_stored(self) -> str:
        """All rows of all tables of the service, as text."""
        async with self.service.database.transaction() as tx:
            names = await tx.rows(text("SELECT tablename FROM pg_tables WHERE schemaname = 'accounts'"))
            dumps = [await tx.rows(text(f"SELECT t::text FROM {row['tablename']} AS t")) for row in names]
        return "\n".join(str(row["t"]) for rows in dumps for row in rows)


def _with(device: str) -> dict[str, str]:
    return {"X-Device-Token": device} if device else {}
