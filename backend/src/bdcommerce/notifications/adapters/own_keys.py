"""Keys that are made at the first need and sealed in the database, so that all processes have the same."""

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from bdcommerce.infra.postgres import Database
from bdcommerce.infra.security import Sealer
from bdcommerce.kernel import clock
from bdcommerce.notifications.adapters.push.encryption import encoded, point
from bdcommerce.notifications.tables import KEY, own_key

_VAPID = "vapid"


class PostgresOwnKeys:
    """See ports.OwnKeys."""

    def __init__(self, database: Database, sealer: Sealer) -> None:
        self._database, self._sealer = database, sealer
        self._vapid: ec.EllipticCurvePrivateKey | None = None

    async def vapid(self) -> ec.EllipticCurvePrivateKey:
        """See ports.OwnKeys."""
        if self._vapid is None:
            made = ec.generate_private_key(ec.SECP256R1())
            pem = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
            row = {"name": _VAPID, "sealed": self._sealer.seal(pem, KEY), "made_at": clock.now()}
            async with self._database.transaction() as tx:
                await tx.execute(insert(own_key).values(row).on_conflict_do_nothing())
                kept = await tx.scalar(select(own_key.c.sealed).where(own_key.c.name == _VAPID))
            found = load_pem_private_key(self._sealer.open(kept, KEY).encode(), None)
            assert isinstance(found, ec.EllipticCurvePrivateKey)  # noqa: S101 - we made it
            self._vapid = found
        return self._vapid

    async def web_key(self) -> str:
        """See ports.OwnKeys."""
        return encoded(point((await self.vapid()).public_key()))
