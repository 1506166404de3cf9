"""Shipments as streams of the event log, their contacts sealed beside them."""

from collections.abc import Sequence
from typing import cast

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from bdcommerce.contracts.fulfilment import ReturnLeg
from bdcommerce.fulfilment.domain.shipment import Shipment, fold
from bdcommerce.fulfilment.errors import AlreadyShipped, UnknownShipment
from bdcommerce.fulfilment.events import ShipmentEvent, ShipmentPlanned
from bdcommerce.fulfilment.ports import Contacts, ContactsSeal, Owner
from bdcommerce.fulfilment.tables import parcel
from bdcommerce.infra.postgres import Transaction
from bdcommerce.kernel.work import Recorder


class PostgresShipments:
    """See ports.Shipments."""

    def __init__(self, tx: Transaction, log: Recorder, contacts: ContactsSeal) -> None:
        self._tx, self._log, self._contacts = tx, log, contacts

    async def add(self, planned: ShipmentPlanned, contacts: Contacts, owner: Owner) -> Shipment:
        """See ports.Shipments."""
        row = {
            "shipment_id": planned.shipment_id,
            "vendor_order_id": planned.vendor_order_id,
            "contacts_sealed": self._contacts.seal(contacts),
            "order_id": planned.order_id,
            "customer_id": owner.customer_id,
            "guest_hash": owner.guest_hash,
            "origin": contacts.pickup.place,
            "destination": contacts.recipient.place,
            "leg": planned.leg,
            "return_id": planned.return_id,
        }
        try:
            await self._tx.execute(insert(parcel), row)
        except IntegrityError as error:
            raise AlreadyShipped.of(planned.vendor_order_id) from error
        await self._log.append(_stream(planned.shipment_id), [planned], expected=0)
        return fold(planned)

    async def get(self, shipment_id: str) -> Shipment:
        """See ports.Shipments."""
        history = await self._log.history(_stream(shipment_id))
        if not history:
            raise UnknownShipment.of(shipment_id)
        return fold(cast("ShipmentPlanned", history[0]), *cast("list[ShipmentEvent]", history[1:]))

    async def contacts(self, shipment_id: str) -> Contacts:
        """See ports.Shipments."""
        sealed = await self._tx.scalar(select(parcel.c.contacts_sealed).where(parcel.c.shipment_id == shipment_id))
        if sealed is None:
            raise UnknownShipment.of(shipment_id)
        return self._contacts.open(sealed)

    async def of_vendor_order(self, vendor_order_id: str) -> Shipment | None:
        """See ports.Shipments."""
        sold = select(parcel.c.shipment_id).where(parcel.c.leg == "delivery")
        shipment_id = await self._tx.scalar(sold.where(parcel.c.vendor_order_id == vendor_order_id))
        return await self.get(shipment_id) if shipment_id else None

    async def of_return(self, return_id: str, leg: ReturnLeg) -> Shipment | None:
        """See ports.Shipments."""
        statement = select(parcel.c.shipment_id).where(parcel.c.return_id == return_id, parcel.c.leg == leg)
        shipment_id = await self._tx.scalar(statement)
        return await self.get(shipment_id) if shipment_id else None

    async def append(self, shipment: Shipment, happened: Sequence[ShipmentEvent]) -> None:
        """See ports.Shipments."""
        await self._log.append(_stream(shipment.shipment_id), happened, expected=shipment.version)


def _stream(shipment_id: str) -> str:
    return f"shipment-{shipment_id}"
