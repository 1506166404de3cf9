"""The money of purchases as payments hears of it and books it: what orders and fulfilment tell, and what staff call."""

from typing import Any

from bdcommerce.contracts.compliance import DisputeDecided, DisputeOpened
from bdcommerce.contracts.fulfilment import (
    ClaimSettled,
    CodRemitted,
    CodShortageSettled,
    RemittedParcel,
    ShipmentDelivered,
)
from bdcommerce.contracts.orders import OrderConfirmed, VendorOrderCompleted, VendorOrderTerms
from bdcommerce.infra import unit_of_work
from bdcommerce.kernel import clock
from bdcommerce.kernel.ids import new_id
from bdcommerce.kernel.money import Money
from support import tokens
from support.harness import Harness
from support.purchases import confirmed

EVERY_PERMISSION = (
    "ledger.read", "ledger.close", "payouts.draft", "payouts.approve", "payouts.settle", "payouts.hold",
    "refunds.manage", "settlements.record", "settlements.approve",
)  # fmt: skip


def anna() -> str:
    """The token of one member of staff, as of now."""
    return tokens.staff(*EVERY_PERMISSION, user_id="usr_anna")


def bela() -> str:
    """The token of another one."""
    return tokens.staff(*EVERY_PERMISSION, user_id="usr_bela")


def delivered(order: OrderConfirmed, terms: VendorOrderTerms, collected: Money | None = None) -> ShipmentDelivered:
    """The parcel of a vendor order is handed over, and its total is taken at the door."""
    return ShipmentDelivered(
        shipment_id=f"shp_{terms.vendor_order_id}",
        order_id=order.order_id,
        vendor_order_id=terms.vendor_order_id,
        vendor_id=terms.vendor_id,
        courier="own",
        collected=terms.total if collected is None else collected,
        proof="otp",
        at=clock.now(),
    )


def remitted(*vendor_orders: VendorOrderTerms, charge: int = 0, short: int = 0) -> CodRemitted:
    """The courier hands over the cash of these vendor orders, less a charge for each and what it is short for each."""
    return CodRemitted(
        remittance_id=new_id("rem"),
        courier="own",
        reference="R-1",
        parcels=[_parcel(terms, Money(charge), Money(short)) for terms in vendor_orders],
        at=clock.now(),
    )


def _parcel(terms: VendorOrderTerms, charge: Money, short: Money) -> RemittedParcel:
    return RemittedParcel(
        shipment_id=f"shp_{terms.vendor_order_id}",
        vendor_order_id=terms.vendor_order_id,
        collected=terms.total,
        arrived=terms.total - charge - short,
        charge=charge,
        short=short,
    )


def settled(terms: VendorOrderTerms, amount: int, *, written_off: bool = False) -> CodShortageSettled:
    """What the courier was short for a vendor order is paid, or borne by the operator."""
    return CodShortageSettled(
        shortage_id=new_id("sht"),
        courier="own",
        shipment_id=f"shp_{terms.vendor_order_id}",
        vendor_order_id=terms.vendor_order_id,
        amount=Money(amount),
        how="written_off" if written_off else "paid",
        at=clock.now(),
    )


def disputed(terms: VendorOrderTerms, dispute_id: str = "dsp_1") -> DisputeOpened:
    """Customer and vendor disagree."""
    return DisputeOpened(
        dispute_id=dispute_id,
        order_id="ord_1",
        vendor_order_id=terms.vendor_order_id,
        vendor_id=terms.vendor_id,
        at=clock.now(),
    )


def decided(terms: VendorOrderTerms, dispute_id: str = "dsp_1") -> DisputeDecided:
    """Staff say who was right."""
    return DisputeDecided(
        dispute_id=dispute_id,
        order_id="ord_1",
        vendor_order_id=terms.vendor_order_id,
        vendor_id=terms.vendor_id,
        outcome="for_vendor",
        refund=Money(0),
        at=clock.now(),
    )


def claimed(terms: VendorOrderTerms, amount: int) -> ClaimSettled:
    """The courier answers for the parcel."""
    return ClaimSettled(
        claim_id=new_id("clm"),
        courier="own",
        shipment_id=f"shp_{terms.vendor_order_id}",
        vendor_order_id=terms.vendor_order_id,
        vendor_id=terms.vendor_id,
        amount=Money(amount),
        at=clock.now(),
    )


def completed(order: OrderConfirmed, terms: VendorOrderTerms) -> VendorOrderCompleted:
    """The customer keeps the goods."""
    return VendorOrderCompleted(
        order_id=order.order_id,
        vendor_order_id=terms.vendor_order_id,
        vendor_id=terms.vendor_id,
        accepted_by_customer=True,
        at=clock.now(),
    )


class Books:
    """Payments as a test drives it."""

    def __init__(self, payments: Harness) -> None:
        self.payments = payments

    async def balances(self) -> dict[str, int]:
        """Every account, credit positive, as the trial balance says; the accounts must make zero and verify."""
        reply = await self.payments.get("/admin/ledger/trial-balance", as_=anna())
        assert reply.json()["total"] == {"amount": 0, "currency": "BDT"}
        verdict = (await self.payments.get("/admin/ledger/verify", as_=anna())).json()
        assert verdict["holds"], verdict["problems"]
        return {item["account"]: item["balance"]["amount"] for item in reply.json()["accounts"]}

    async def hear(self, *events: object) -> None:
        """Events of other services arrive over the bus, one after the other, and each is taken in at once."""
        for event in events:
            async with unit_of_work.unit(self.payments.database) as unit:
                await unit.log.tell(event)
            failures = await self.payments.worker.settle()
            assert failures == []

    async def sell(self, *vendor_orders: VendorOrderTerms) -> OrderConfirmed:
        """A purchase all the way until its money is released."""
        order = confirmed(*vendor_orders)
        await self.hear(
            order,
            *(delivered(order, terms) for terms in vendor_orders),
            remitted(*vendor_orders),
            *(completed(order, terms) for terms in vendor_orders),
        )
        return order

    async def draft(self, *vendor_ids: str, **body: Any) -> dict[str, Any]:
        """A new batch, drafted by Anna."""
        body |= {"vendor_ids": list(vendor_ids)} if vendor_ids else {}
        reply = await self.payments.post("/admin/payouts", body, as_=anna())
        assert reply.status_code == 201, reply.text
        batch: dict[str, Any] = reply.json()["batch"]
        return batch

    async def approve_and_send(self, batch_id: str) -> None:
        """Bela approves, the bank gets the file."""
        for step in ("approve", "sent"):
            reply = await self.payments.post(f"/admin/payouts/{batch_id}/{step}", as_=bela())
            assert reply.status_code == 200, reply.text

    async def pay(self, *vendor_ids: str, bank_charge: int = 0) -> dict[str, Any]:
        """A batch from draft to the bank's confirmation of every payout."""
        batch = await self.draft(*vendor_ids)
        await self.approve_and_send(batch["batch_id"])
        for item in batch["items"]:
            path = f"/admin/payouts/{batch['batch_id']}/payouts/{item['payout_id']}/paid"
            reply = await self.payments.post(path, {"bank_charge": {"amount": bank_charge}}, as_=anna())
            assert reply.status_code == 200, reply.text
        return batch
