"""Campaigns and what people allow, on PostgreSQL."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, RowMapping, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from bdcommerce.contracts.accounts import ConsentPurpose
from bdcommerce.infra.postgres import Transaction
from bdcommerce.kernel import clock
from bdcommerce.kernel.text import Localized
from bdcommerce.notifications.domain.campaigns import Campaign, Segment
from bdcommerce.notifications.errors import NoSuchCampaign
from bdcommerce.notifications.tables import campaign, consent, customer

_SAME = tuple(name for name in Campaign.__dataclass_fields__ if name not in {"subject", "text", "segment"})


class PostgresConsents:
    """See ports.Consents."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def heard(self, owner_id: str, purpose: ConsentPurpose, *, granted: bool, at: datetime) -> None:
        """See ports.Consents."""
        kept = insert(consent).values(owner_id=owner_id, purpose=purpose, granted=granted, at=at)
        said = {name: kept.excluded[name] for name in ("granted", "at")} | {"unsubscribed_at": None}
        # Of a yes and a no of the same instant the no holds.
        later = or_(consent.c.at < kept.excluded.at, (consent.c.at == kept.excluded.at) & ~kept.excluded.granted)
        newer = later & or_(consent.c.unsubscribed_at.is_(None), consent.c.unsubscribed_at < kept.excluded.at)
        keys = ["owner_id", "purpose"]
        await self._tx.execute(kept.on_conflict_do_update(index_elements=keys, set_=said, where=newer))

    async def holds(self, owner_id: str, purpose: ConsentPurpose) -> bool:
        """See ports.Consents."""
        theirs = (consent.c.owner_id == owner_id) & (consent.c.purpose == purpose) & _holds()
        return await self._tx.scalar(select(consent.c.granted).where(theirs)) is True

    async def unsubscribe(self, owner_id: str, purpose: ConsentPurpose, at: datetime) -> None:
        """See ports.Consents."""
        theirs = (consent.c.owner_id == owner_id) & (consent.c.purpose == purpose)
        await self._tx.execute(update(consent).where(theirs).values(unsubscribed_at=at))

    async def bought(self, owner_id: str, district: str, at: datetime) -> None:
        """See ports.Consents."""
        kept = insert(customer).values(owner_id=owner_id, district=district, last_order_at=at)
        said = {name: kept.excluded[name] for name in ("district", "last_order_at")}
        newer = customer.c.last_order_at < kept.excluded.last_order_at
        await self._tx.execute(kept.on_conflict_do_update(index_elements=["owner_id"], set_=said, where=newer))


class PostgresCampaigns:
    """See ports.Campaigns."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def add(self, new: Campaign) -> None:
        """See ports.Campaigns."""
        await self._tx.execute(insert(campaign).values(_row(new)))

    async def get(self, campaign_id: str) -> Campaign:
        """See ports.Campaigns."""
        row = await self._tx.row(select(campaign).where(campaign.c.id == campaign_id).with_for_update())
        if row is None:
            raise NoSuchCampaign(f"There is no campaign {campaign_id}.", id=campaign_id)
        return campaign_of(row)

    async def save(self, changed: Campaign) -> None:
        """See ports.Campaigns."""
        await self._tx.execute(update(campaign).where(campaign.c.id == changed.id).values(_row(changed)))

    async def due(self, now: datetime) -> Sequence[str]:
        """See ports.Campaigns."""
        going = campaign.c.state.in_(("scheduled", "sending")) & (campaign.c.starts_at <= now)
        rows = await self._tx.rows(select(campaign.c.id).where(going).order_by(campaign.c.starts_at).limit(100))
        return [row["id"] for row in rows]

    async def next(self, of: Campaign, most: int) -> Sequence[str]:
        """See ports.Campaigns."""
        meant = _meant(of) & (consent.c.owner_id > of.reached)
        people = select(consent.c.owner_id).join(customer, _same_person(), isouter=True).where(meant)
        rows = await self._tx.rows(people.order_by(consent.c.owner_id).limit(most))
        return [row["owner_id"] for row in rows]

    async def count(self, of: Campaign) -> int:
        """See ports.Campaigns."""
        people = select(func.count()).select_from(consent.join(customer, _same_person(), isouter=True))
        return int(await self._tx.scalar(people.where(_meant(of))))


def _holds() -> ColumnElement[bool]:
    return consent.c.granted & consent.c.unsubscribed_at.is_(None)


def _same_person() -> ColumnElement[bool]:
    return customer.c.owner_id == consent.c.owner_id


def _meant(of: Campaign) -> ColumnElement[bool]:
    meant, segment, now = (consent.c.purpose == of.purpose) & _holds(), of.segment, clock.now()
    if segment.districts:
        meant &= customer.c.district.in_(segment.districts)
    if segment.bought_within_days is not None:
        meant &= customer.c.last_order_at >= now - timedelta(days=segment.bought_within_days)
    if segment.not_bought_for_days is not None:
        meant &= customer.c.last_order_at < now - timedelta(days=segment.not_bought_for_days)
    return meant


def _row(kept: Campaign) -> dict[str, Any]:
    texts = {name: msgspec.to_builtins(getattr(kept, name)) for name in ("subject", "text", "segment")}
    return {name: getattr(kept, name) for name in _SAME} | texts


def campaign_of(row: RowMapping) -> Campaign:
    """A row as what it stands for."""
    return Campaign(
        **{name: row[name] for name in _SAME},
        subject=msgspec.convert(row["subject"], Localized),
        text=msgspec.convert(row["text"], Localized),
        segment=msgspec.convert(row["segment"], Segment),
    )
