"""What staff say of couriers, and the couriers' areas and pick-up points, in tables."""

from collections.abc import Sequence

from sqlalchemy import delete, insert, tuple_, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.exc import IntegrityError

from bdcommerce.fulfilment.domain.areas import AreaLevel, Proposal, TheirArea
from bdcommerce.fulfilment.domain.booking import Account, Policy
from bdcommerce.fulfilment.domain.prices import CourierTariff
from bdcommerce.fulfilment.errors import UnknownArea
from bdcommerce.fulfilment.tables import (
    area_mapping,
    courier_account,
    courier_area,
    courier_policy,
    courier_tariff,
    pickup_point,
)
from bdcommerce.infra.postgres import Transaction
from bdcommerce.kernel import clock

_BATCH = 1_000


class PostgresCourierBook:
    """See ports.CourierBook."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def set_account(self, account: Account, by: str) -> None:
        """See ports.CourierBook."""
        values = {
            "enabled": account.enabled,
            "blocked": account.blocked,
            "cod_limit": account.cod_limit.amount if account.cod_limit else None,
            "fetches": account.fetches,
            "licence_no": account.licence_no,
            "licence_expires": account.licence_expires,
            "changed_at": clock.now(),
            "changed_by": by,
        }
        await self._tx.execute(
            update(courier_account).where(courier_account.c.courier == account.courier).values(values)
        )

    async def set_policy(self, policy: Policy, by: str) -> None:
        """See ports.CourierBook."""
        values = {
            "failure_cost": policy.failure_cost.amount,
            "prior_success_pct": policy.prior_success_pct,
            "prior_weight": policy.prior_weight,
            "book_at_once": policy.book_at_once,
            "changed_at": clock.now(),
            "changed_by": by,
        }
        await self._tx.execute(update(courier_policy).values(values))

    async def add_tariff(self, tariff: CourierTariff, by: str) -> None:
        """See ports.CourierBook."""
        row = {
            "courier": tariff.courier,
            "reach": tariff.reach,
            "effective_from": tariff.effective_from,
            "steps": [{"up_to_grams": step.up_to_grams, "fee": step.fee.amount} for step in tariff.steps],
            "extra_per_kg": tariff.extra_per_kg.amount,
            "cod_basis_points": tariff.cod_basis_points,
            "set_at": clock.now(),
            "set_by": by,
        }
        await self._tx.execute(insert(courier_tariff), row)

    async def keep_areas(self, courier: str, areas: Sequence[TheirArea]) -> None:
        """See ports.CourierBook."""
        known = [(area.level, area.their_id) for area in areas]
        gone = delete(courier_area).where(courier_area.c.courier == courier)
        if known:
            gone = gone.where(tuple_(courier_area.c.level, courier_area.c.their_id).not_in(known))
        await self._tx.execute(gone)
        rows = [
            {
                "courier": courier,
                "level": area.level,
                "their_id": area.their_id,
                "name": area.name,
                "parent": area.parent,
                "within": area.within,
            }
            for area in areas
        ]
        for start in range(0, len(rows), _BATCH):
            made = upsert(courier_area).values(rows[start : start + _BATCH])
            kept = {name: getattr(made.excluded, name) for name in ("name", "parent", "within")}
            await self._tx.execute(
                made.on_conflict_do_update(index_elements=["courier", "level", "their_id"], set_=kept)
            )

    async def propose(self, courier: str, proposals: Sequence[Proposal]) -> None:
        """See ports.CourierBook."""
        unconfirmed = (area_mapping.c.courier == courier, area_mapping.c.confirmed_by == "")
        await self._tx.execute(delete(area_mapping).where(*unconfirmed))
        rows = [
            {
                "courier": courier,
                "level": each.level,
                "our_id": each.our_id,
                "their_id": each.their_id,
                "likeness": each.likeness,
                "confirmed_by": "",
                "changed_at": clock.now(),
            }
            for each in proposals
        ]
        for start in range(0, len(rows), _BATCH):
            await self._tx.execute(upsert(area_mapping).values(rows[start : start + _BATCH]).on_conflict_do_nothing())

    async def confirm(self, courier: str, level: AreaLevel, our_id: str, their_id: str, by: str) -> None:
        """See ports.CourierBook."""
        values = {"their_id": their_id, "likeness": 100, "confirmed_by": by, "changed_at": clock.now()}
        made = upsert(area_mapping).values(courier=courier, level=level, our_id=our_id, **values)
        try:
            await self._tx.execute(
                made.on_conflict_do_update(index_elements=["courier", "level", "our_id"], set_=values)
            )
        except IntegrityError as error:
            raise UnknownArea.of(courier, their_id) from error

    async def confirm_all(self, courier: str, least: int, by: str) -> int:
        """See ports.CourierBook."""
        sure = update(area_mapping).where(
            area_mapping.c.courier == courier, area_mapping.c.confirmed_by == "", area_mapping.c.likeness >= least
        )
        done = await self._tx.execute(sure.values(confirmed_by=by, changed_at=clock.now()))
        return done.rowcount

    async def unmap(self, courier: str, level: AreaLevel, our_id: str) -> None:
        """See ports.CourierBook."""
        named = (area_mapping.c.courier == courier, area_mapping.c.level == level, area_mapping.c.our_id == our_id)
        if not (await self._tx.execute(delete(area_mapping).where(*named))).rowcount:
            raise UnknownArea.of(courier, our_id)

    async def keep_pickup_point(self, courier: str, key: str, their_id: str) -> None:
        """See ports.CourierBook."""
        made = upsert(pickup_point).values(courier=courier, key=key, their_id=their_id, made_at=clock.now())
        await self._tx.execute(
            made.on_conflict_do_update(index_elements=["courier", "key"], set_={"their_id": their_id})
        )
