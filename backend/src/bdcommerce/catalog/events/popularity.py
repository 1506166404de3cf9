"""What was heard of sales, and what is made of it."""

from datetime import date, datetime

from bdcommerce.kernel.events import domain_event


@domain_event()
class ProductsSold:
    """Orders said that a purchase is binding: so many units of each product, by id."""

    order_id: str
    units: dict[str, int]
    at: datetime


@domain_event()
class PopularityCounted:
    """So many units of these products, by id, were sold since a day; what was sold before counts no more."""

    since: date
    scores: dict[str, int]
