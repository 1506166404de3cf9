"""Consents."""

from collections.abc import Mapping
from dataclasses import asdict

from sqlalchemy import insert, select
from sqlalchemy.dialects.postgresql import distinct_on

from bdcommerce.accounts.adapters.postgres.repository import Repository
from bdcommerce.accounts.domain.consents import Consent
from bdcommerce.accounts.tables import CONSENT_ADDRESS, ConsentRow, consents
from bdcommerce.contracts.accounts import ConsentPurpose


class PostgresConsents(Repository):
    """See ports.Consents."""

    async def latest(self, user_id: str) -> Mapping[ConsentPurpose, Consent]:
        said = (
            select(consents)
            .where(consents.c.user_id == user_id)
            .order_by(consents.c.purpose, consents.c.position.desc())
        )
        rows = await self.tx.rows(said.ext(distinct_on(consents.c.purpose)))
        found = [ConsentRow(**row).opened(self.sealer) for row in rows]
        return {consent.purpose: consent for consent in found}

    async def add(self, consent: Consent) -> None:
        plain = {name: value for name, value in asdict(consent).items() if name not in {"address", "position"}}
        sealed = self.sealer.seal(consent.address, CONSENT_ADDRESS)
        await self.tx.execute(insert(consents).values(**plain, address_sealed=sealed))
