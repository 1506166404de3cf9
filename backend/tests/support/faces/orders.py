"""Orders as other services' tests meet it: knows the recipients it was given, and nobody else."""

from dataclasses import replace

from bdcommerce.contracts.orders import OrdersFace, Recipient, UnknownOrder
from bdcommerce.kernel.address import Address, Place
from bdcommerce.kernel.text import Language


class FakeOrders:
    """An OrdersFace in memory. `deliver_to` says to whom a vendor order goes before it is asked for."""

    def __init__(self) -> None:
        self._recipients: dict[str, Recipient] = {}

    def deliver_to(
        self,
        vendor_order_id: str,
        order_id: str,
        *,
        number: str = "BD-261122-000001",
        customer_id: str = "",
        address: Address | None = None,
        language: Language = "bn",
        guest_hash: str = "",
        delivery_note: str = "",
    ) -> Recipient:
        """Remember a recipient; without an address it lives in Dhanmondi, Dhaka."""
        recipient = Recipient(
            vendor_order_id=vendor_order_id,
            order_id=order_id,
            number=number,
            customer_id=customer_id,
            address=address or _dhanmondi(),
            language=language,
            guest_hash=guest_hash,
            delivery_note=delivery_note,
        )
        self._recipients[vendor_order_id] = recipient
        return recipient

    async def recipient(self, vendor_order_id: str) -> Recipient:
        if vendor_order_id not in self._recipients:
            raise UnknownOrder(f"There is no vendor order {vendor_order_id}.", vendor_order_id=vendor_order_id)
        return self._recipients[vendor_order_id]

    async def recipient_of_order(self, order_id: str) -> Recipient:
        for recipient in self._recipients.values():
            if recipient.order_id == order_id:
                return replace(recipient, vendor_order_id="")
        raise UnknownOrder(f"There is no order {order_id}.", order_id=order_id)


def _dhanmondi() -> Address:
    return Address(
        recipient_name="Rahima Khatun",
        phone="+8801712345678",
        line1="House 7, Road 5",
        place=Place(division="dhaka", district="dhaka", upazila="dhaka/dhanmondi", city_key="dhaka"),
        area="Dhanmondi",
        postcode="1209",
    )


def _keeps_the_contract(fake: FakeOrders) -> OrdersFace:
    return fake
