"""Named reads over the projections and tables of orders, and what endpoints are given to make them."""

from dataclasses import dataclass

from bdcommerce.infra.pictures import KeptPhotos
from bdcommerce.infra.postgres import Reads
from bdcommerce.orders.ports import Deps
from bdcommerce.orders.queries import carts, notes, orders, promotions, recipients, returns, risk, search

__all__ = ["LAST", "ApiDeps", "carts", "notes", "orders", "promotions", "recipients", "returns", "risk", "search"]

LAST = "zzz"
"""Sorts after every id: where a list that shows the latest first begins."""


@dataclass(frozen=True, kw_only=True)
class ApiDeps(Deps):
    """What endpoints are given beside the ports: the read pool, and photos of what is given back."""

    reads: Reads
    photos: KeptPhotos
