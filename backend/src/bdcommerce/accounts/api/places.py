"""The places of Bangladesh, for address forms. They change with a release, so they may be cached for a day."""

from typing import Annotated

from litestar.handlers import HTTPRouteHandler
from litestar.params import PathParameter, QueryParameter

from bdcommerce.accounts.domain.gazetteer import PlaceKind
from bdcommerce.accounts.errors import UnknownPostcode
from bdcommerce.accounts.queries import Edge
from bdcommerce.accounts.schemas.places import Areas, PlaceFound, PlacesFound, PostcodeView
from bdcommerce.infra.cache import Cached
from bdcommerce.infra.http import get
from bdcommerce.infra.http.access import public
from bdcommerce.kernel.errors import Invalid

_A_DAY = Cached(seconds=86_400, tags=(), browser_seconds=86_400)
Above = Annotated[
    str, QueryParameter(max_length=100, description="an id as the list of the level above gives it, such as `dhaka`")
]
Words = Annotated[str, QueryParameter(min_length=1, max_length=100, description="what was typed so far")]
Postcode = Annotated[str, PathParameter(description="four digits, Latin or Bangla")]
Kind = Annotated[PlaceKind | None, QueryParameter(description="only places of this kind")]
Most = Annotated[int, QueryParameter(ge=1, le=20, description="places at most")]


@get("/geo/divisions", access=public(), summary="The divisions", cache=_A_DAY)
async def list_divisions(deps: Edge) -> Areas:
    """All eight."""
    return Areas.of(deps.geography.divisions.all())


@get("/geo/districts", access=public(), summary="The districts of a division", raises=[Invalid], cache=_A_DAY)
async def list_districts(deps: Edge, division: Above) -> Areas:
    """`division`: an id such as `dhaka`."""
    return Areas.of(deps.geography.districts.within(deps.geography.divisions.get(division, "division").id))


@get(
    "/geo/upazilas",
    access=public(),
    summary="The upazilas and metropolitan thanas of a district",
    raises=[Invalid],
    cache=_A_DAY,
)
async def list_upazilas(deps: Edge, district: Above) -> Areas:
    """`district`: an id such as `dhaka`."""
    return Areas.of(deps.geography.upazilas.within(deps.geography.districts.get(district, "district").id))


@get("/geo/unions", access=public(), summary="The unions of an upazila", raises=[Invalid], cache=_A_DAY)
async def list_unions(deps: Edge, upazila: Above) -> Areas:
    """`upazila`: an id such as `dhaka/savar`. A metropolitan thana has none."""
    return Areas.of(deps.geography.unions.within(deps.geography.upazilas.get(upazila, "upazila").id))


@get("/geo/search", access=public(), summary="Find a place by name", raises=[Invalid], cache=_A_DAY)
async def search_places(deps: Edge, q: Words, kind: Kind = None, limit: Most = 10) -> PlacesFound:
    """Divisions, districts, upazilas and metropolitan thanas, unions and postcodes, in Bangla or English, by names of
    today or of before, half typed or mistyped; digits of both scripts. Every further word narrows it down:
    `ashulia savar`. The best first.
    """
    found = (await deps.gazetteer()).search(q, kind=kind, most=limit)
    return PlacesFound(items=[PlaceFound.of(each) for each in found])


@get(
    "/geo/postcodes/{postcode:str}",
    access=public(),
    summary="Where a postcode belongs",
    raises=[UnknownPostcode],
    cache=_A_DAY,
)
async def read_postcode(postcode: Postcode, deps: Edge) -> PostcodeView:
    """Its post office, with division and district; four digits, Latin or Bangla."""
    return PostcodeView.of(deps.geography.postcode(postcode), deps.geography)


ROUTES: list[HTTPRouteHandler] = [
    list_divisions,
    list_districts,
    list_upazilas,
    list_unions,
    search_places,
    read_postcode,
]
