"""COD cash in tables whose constraints keep the sums: a parcel is handed over once, and nothing of it gets lost."""

from collections.abc import Mapping, Sequence

from sqlalchemy import RowMapping, insert, select, update
from sqlalchemy.exc import IntegrityError

from bdcommerce.contracts.fulfilment import CodRemitted, CodShortageSettled, RemittedParcel
from bdcommerce.fulfilment.domain.cash import CodParcel, Shortage
from bdcommerce.fulfilment.errors import ReferenceUsed, UnknownShortage
from bdcommerce.fulfilment.tables import cod_parcel, remittance, remitted_parcel, shortage
from bdcommerce.infra.postgres import Transaction
from bdcommerce.kernel import clock, ids
from bdcommerce.kernel.money import Money


class PostgresCash:
    """See ports.Cash."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def collect(self, parcel: CodParcel) -> None:
        """See ports.Cash."""
        row = {
            "shipment_id": parcel.shipment_id,
            "vendor_order_id": parcel.vendor_order_id,
            "courier": parcel.courier,
            "collected": parcel.collected.amount,
            "currency": parcel.collected.currency,
            "collected_at": clock.now(),
            "remitted": False,
            "rider_id": parcel.rider_id,
        }
        await self._tx.execute(insert(cod_parcel), row)

    async def parcels(self, shipment_ids: Sequence[str]) -> Mapping[str, CodParcel]:
        """See ports.Cash."""
        wanted = select(cod_parcel).where(cod_parcel.c.shipment_id.in_(shipment_ids))
        rows = await self._tx.rows(wanted.order_by(cod_parcel.c.shipment_id).with_for_update())
        return {row["shipment_id"]: parcel_of(row) for row in rows}

    async def remit(self, remittance: CodRemitted, recorded_by: str) -> None:
        """See ports.Cash."""
        await self._add_remittance(remittance, recorded_by)
        await self._add_parcels(remittance)
        short = [_shortage_row(parcel) for parcel in remittance.parcels if parcel.short]
        if short:
            await self._tx.execute(insert(shortage), short)

    async def shortage(self, shortage_id: str) -> Shortage:
        """See ports.Cash."""
        wanted = select(shortage, cod_parcel.c.courier, cod_parcel.c.vendor_order_id, cod_parcel.c.currency).join(
            cod_parcel, cod_parcel.c.shipment_id == shortage.c.shipment_id
        )
        row = await self._tx.row(wanted.where(shortage.c.id == shortage_id).with_for_update(of=shortage))
        if row is None:
            raise UnknownShortage.of(shortage_id)
        return Shortage(
            shortage_id=shortage_id,
            courier=row["courier"],
            shipment_id=row["shipment_id"],
            vendor_order_id=row["vendor_order_id"],
            amount=Money(row["amount"], row["currency"]),
            settled=row["settled_at"] is not None,
            how=row["how"],
        )

    async def shortage_of(self, shipment_id: str) -> Shortage:
        """See ports.Cash."""
        known = select(shortage.c.id).where(shortage.c.shipment_id == shipment_id)
        found: str | None = await self._tx.scalar(known)
        if found is None:
            raise UnknownShortage.of(shipment_id)
        return await self.shortage(found)

    async def remitted_as(self, courier: str, reference: str) -> bool:
        """See ports.Cash."""
        known = remittance.c.courier == courier, remittance.c.reference == reference
        return await self._tx.scalar(select(remittance.c.id).where(*known)) is not None

    async def settle(self, settled: CodShortageSettled, reason: str, settled_by: str) -> None:
        """See ports.Cash."""
        values = {"how": settled.how, "reason": reason, "settled_at": settled.at, "settled_by": settled_by}
        await self._tx.execute(update(shortage).where(shortage.c.id == settled.shortage_id).values(values))

    async def _add_remittance(self, made: CodRemitted, recorded_by: str) -> None:
        row = {
            "id": made.remittance_id,
            "courier": made.courier,
            "reference": made.reference,
            "recorded_at": made.at,
            "recorded_by": recorded_by,
        }
        try:
            await self._tx.execute(insert(remittance), row)
        except IntegrityError as error:
            raise ReferenceUsed.of(made.courier, made.reference) from error

    async def _add_parcels(self, made: CodRemitted) -> None:
        await self._tx.execute(insert(remitted_parcel), [_remitted_row(made, parcel) for parcel in made.parcels])
        remitted = cod_parcel.c.shipment_id.in_([parcel.shipment_id for parcel in made.parcels])
        await self._tx.execute(update(cod_parcel).where(remitted).values(remitted=True))


def parcel_of(row: RowMapping) -> CodParcel:
    """The cash of a row."""
    return CodParcel(
        shipment_id=row["shipment_id"],
        vendor_order_id=row["vendor_order_id"],
        courier=row["courier"],
        collected=Money(row["collected"], row["currency"]),
        remitted=row["remitted"],
        rider_id=row["rider_id"],
        closing_id=row["closing_id"] or "",
    )


def _remitted_row(made: CodRemitted, parcel: RemittedParcel) -> dict[str, str | int]:
    return {
        "shipment_id": parcel.shipment_id,
        "remittance_id": made.remittance_id,
        "collected": parcel.collected.amount,
        "arrived": parcel.arrived.amount,
        "charge": parcel.charge.amount,
        "short": parcel.short.amount,
    }


def _shortage_row(parcel: RemittedParcel) -> dict[str, object]:
    return {
        "id": ids.new_id("sht"),
        "shipment_id": parcel.shipment_id,
        "amount": parcel.short.amount,
        "opened_at": clock.now(),
    }
