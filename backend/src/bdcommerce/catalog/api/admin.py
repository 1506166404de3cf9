"""The operator's staff keep the category tree."""

from dataclasses import replace

import msgspec
from msgspec import UNSET

from bdcommerce.catalog import handlers
from bdcommerce.catalog.api.deps import ApiDeps, IfMatch, PathId, read_version
from bdcommerce.catalog.errors import CategoryLoop, SlugTaken, UnknownCategory
from bdcommerce.catalog.events import CategoryEntry
from bdcommerce.catalog.schemas import AddCategory, CategoryView, ChangeCategory
from bdcommerce.infra.http import patch, post
from bdcommerce.infra.http.access import staff
from bdcommerce.kernel.errors import Invalid, Stale, ensure
from bdcommerce.kernel.text import Localized, nfc, slug

_MAX_NAME = 200


@post("/admin/categories", access=staff("catalog.manage"), summary="Add a category", raises=[CategoryLoop, SlugTaken])
async def add_category(data: AddCategory, deps: ApiDeps) -> CategoryView:
    entry = CategoryEntry(
        parent_id=data.parent_id or "",
        slug=nfc(data.slug or slug(data.name.en)),
        name=_name(data.name),
        position=data.position,
        perishable=data.perishable,
        requires_dgda_licence=data.requires_dgda_licence,
        prohibited=data.prohibited,
    )
    ensure(entry.slug, Invalid.field("slug", "cannot be made of this name; choose one"))
    async with deps.works() as work:
        return CategoryView.of(await handlers.start_category(work, entry))


@patch(
    "/admin/categories/{category_id:str}",
    access=staff("catalog.manage"),
    summary="Change a category",
    raises=[UnknownCategory, CategoryLoop, Stale, SlugTaken],
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
    async with deps.works() as work:
        changed = await handlers.change_category(work, category_id, version, lambda entry: replace(entry, **changes))
    return CategoryView.of(changed)


def _name(name: Localized) -> Localized:
    tidy = Localized(nfc(name.en), nfc(name.bn))
    fits = tidy.en and max(len(tidy.en), len(tidy.bn)) <= _MAX_NAME and "\0" not in tidy.en + tidy.bn
    ensure(fits, Invalid.field("name", f"must be 1 to {_MAX_NAME} characters in English, and as many in Bangla"))
    return tidy


ROUTES = (add_category, change_category)
