"""The category tree: kept by the operator's staff, read by everybody."""

from dataclasses import replace
from typing import Annotated

import msgspec
from litestar.params import PathParameter
from msgspec import UNSET

from bdcommerce.catalog import handlers
from bdcommerce.catalog.api.deps import ApiDeps, IfMatch, PathId, read_version
from bdcommerce.catalog.errors import (
    AttributeFixed,
    AttributeTaken,
    CategoryLoop,
    SlugTaken,
    UnknownAttribute,
    UnknownCategory,
)
from bdcommerce.catalog.events import CategoryEntry
from bdcommerce.catalog.queries import attributes as queries
from bdcommerce.catalog.schemas.attributes import AttributeView, DefineAttribute
from bdcommerce.catalog.schemas.categories import AddCategory, CategoryView, ChangeCategory
from bdcommerce.contracts.compliance import UnknownRule
from bdcommerce.infra.cache import Cached
from bdcommerce.infra.http import delete, get, patch, post, put
from bdcommerce.infra.http.access import public, staff
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Invalid, Stale, ensure
from bdcommerce.kernel.text import Localized, nfc, slug

_MAX_NAME = 200
_Key = Annotated[str, PathParameter(pattern=r"^[a-z][a-z0-9_]{0,39}$", description="of the attribute")]


@post("/admin/categories", access=staff("catalog.manage"), summary="Add a category", raises=[CategoryLoop, SlugTaken])
async def add_category(data: AddCategory, deps: ApiDeps) -> CategoryView:
    """At the root, or below `parent_id`. Without a slug its English name becomes one; `vat_rule` must hold today."""
    entry = CategoryEntry(
        parent_id=data.parent_id or "",
        slug=nfc(data.slug or slug(data.name.en)),
        name=_name(data.name),
        position=data.position,
        perishable=data.perishable,
        requires_dgda_licence=data.requires_dgda_licence,
        prohibited=data.prohibited,
        vat_rule=data.vat_rule,
        money_substitute=data.money_substitute,
    )
    await _ensure_rule(deps, data.vat_rule)
    permitted = await handlers.permitted_substitutes(deps.compliance)
    ensure(entry.slug, Invalid.field("slug", "cannot be made of this name; choose one"))
    async with deps.works() as work:
        return CategoryView.of(await handlers.start_category(work, entry, permitted))


@patch(
    "/admin/categories/{category_id:str}",
    access=staff("catalog.manage"),
    summary="Change a category",
    raises=[UnknownCategory, CategoryLoop, Stale, SlugTaken, AttributeTaken],
)
async def change_category(
    category_id: PathId, data: ChangeCategory, deps: ApiDeps, if_match: IfMatch = ""
) -> CategoryView:
    """A moved category takes with it what stands below it."""
    version = read_version(if_match, data.version)
    changes = {name: value for name, value in msgspec.structs.asdict(data).items() if value is not UNSET}
    del changes["version"]
    if "parent_id" in changes:
        changes["parent_id"] = changes["parent_id"] or ""
    if "name" in changes:
        changes["name"] = _name(changes["name"])
    await _ensure_rule(deps, changes.get("vat_rule", ""))
    permitted = await handlers.permitted_substitutes(deps.compliance)

    def change(entry: CategoryEntry) -> CategoryEntry:
        return replace(entry, **changes)

    async with deps.works() as work:
        changed = await handlers.change_category(work, category_id, version, change, permitted)
    return CategoryView.of(changed)


@get(
    "/categories/{category_id:str}/attributes",
    access=public(),
    summary="What is said of products in a category",
    raises=[UnknownCategory],
    cache=Cached(seconds=600, stale_seconds=60, tags=("categories",)),
)
async def list_attributes(category_id: PathId, deps: ApiDeps) -> list[AttributeView]:
    """Those of the categories above first, then its own."""
    found = await queries.of_category(deps.reads, category_id)
    if found is None:
        raise UnknownCategory.named(category_id)
    return found


@put(
    "/admin/categories/{category_id:str}/attributes/{key:str}",
    access=staff("catalog.manage"),
    summary="Define an attribute, or change it",
    raises=[UnknownCategory, Stale, AttributeTaken, AttributeFixed],
)
async def define_attribute(
    category_id: PathId, key: _Key, data: DefineAttribute, deps: ApiDeps, if_match: IfMatch = ""
) -> CategoryView:
    """It holds in this category and in all below it. `version` is that of the category."""
    version = read_version(if_match, data.version)
    async with deps.works() as work:
        return CategoryView.of(await handlers.define_attribute(work, category_id, version, data.attribute(key)))


@delete(
    "/admin/categories/{category_id:str}/attributes/{key:str}",
    access=staff("catalog.manage"),
    summary="Drop an attribute",
    raises=[UnknownCategory, UnknownAttribute, Stale],
)
async def drop_attribute(category_id: PathId, key: _Key, deps: ApiDeps, if_match: IfMatch = "") -> None:
    """`If-Match` is the version of the category. Products show it no more, and lose it when they are next changed."""
    async with deps.works() as work:
        await handlers.drop_attribute(work, category_id, read_version(if_match, None), key)


async def _ensure_rule(deps: ApiDeps, vat_rule: str) -> None:
    try:
        await deps.compliance.rules([vat_rule] if vat_rule else [], clock.today())
    except UnknownRule as error:
        raise Invalid.field("vat_rule", "is no rule that holds today") from error


def _name(name: Localized) -> Localized:
    tidy = Localized(nfc(name.en), nfc(name.bn))
    fits = tidy.en and max(len(tidy.en), len(tidy.bn)) <= _MAX_NAME and "\0" not in tidy.en + tidy.bn
    ensure(fits, Invalid.field("name", f"must be 1 to {_MAX_NAME} characters in English, and as many in Bangla"))
    return tidy


ROUTES = (list_attributes, add_category, change_category, define_attribute, drop_attribute)
