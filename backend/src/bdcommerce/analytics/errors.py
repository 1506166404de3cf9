"""What can be refused here.

NotFound
└── UnknownSale    something is told of a vendor order whose confirmation was never heard
"""

from typing import Self

from bdcommerce.kernel.errors import NotFound


class UnknownSale(NotFound):
    code = "unknown_sale"

    @classmethod
    def of(cls, vendor_order_id: str) -> Self:
        return cls(f"The sale of {vendor_order_id} was never heard of.", vendor_order_id=vendor_order_id)
