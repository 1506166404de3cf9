"""Query parameters that lists of products and search share."""

from collections.abc import Mapping
from typing import Annotated, Any

from litestar import Request
from litestar.datastructures import State
from litestar.params import QueryParameter

from bdcommerce.catalog.queries import listing

_ATTRIBUTE = "attr."

_ANY_ID = r"^([a-z]+_[0-9a-z]+)?$"
InCategory = Annotated[
    str, QueryParameter(max_length=60, pattern=_ANY_ID, description="id of a category: what is in it or below it")
]
OfVendor = Annotated[str, QueryParameter(max_length=60, pattern=_ANY_ID, description="id of a vendor that offers it")]
InStock = Annotated[bool, QueryParameter(description="only what can be bought now")]
OnSale = Annotated[bool, QueryParameter(description="only what a promotion has made cheaper")]
Facets = Annotated[bool, QueryParameter(description="count what the list could be narrowed to")]
BrandIds = Annotated[
    str,
    QueryParameter(
        max_length=600,
        pattern=r"^(brd_[0-9a-z]+(,brd_[0-9a-z]+){0,9})?$",
        description="ids of brands, with commas between: any of them",
    ),
]
Price = Annotated[int, QueryParameter(ge=0, le=listing.MOST, description="poisha, all taxes included")]
Stars = Annotated[int, QueryParameter(ge=0, le=5, description="at least so many stars; 0: reviewed or not")]


def asked_of_attributes(request: Request[Any, Any, State]) -> Mapping[str, str]:
    """What is asked of attributes, by key; of one asked twice, both together."""
    asked: dict[str, list[str]] = {}
    for key, value in request.query_params.multi_items():
        if key.startswith(_ATTRIBUTE):
            asked.setdefault(key.removeprefix(_ATTRIBUTE), []).append(value)
    return {key: ",".join(values) for key, values in asked.items()}


def chosen_brands(ids: str) -> tuple[str, ...]:
    """The ids, each once."""
    return tuple(dict.fromkeys(ids.split(","))) if ids else ()
