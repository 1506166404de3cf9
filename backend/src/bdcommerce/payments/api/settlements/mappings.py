"""Which column of a source's files is what, and what each source owes."""

import msgspec

from bdcommerce.infra.http import get, put
from bdcommerce.infra.http.identity import Caller
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.text import fold
from bdcommerce.payments.api.deps import ApiDeps
from bdcommerce.payments.api.settlements.parameters import CLERK, READER, PathKind, PathSource
from bdcommerce.payments.domain.settlement.postings import account
from bdcommerce.payments.events import ColumnMapping
from bdcommerce.payments.handlers.settlement import statements as cases
from bdcommerce.payments.queries import settlements as queries
from bdcommerce.payments.schemas.settlements import MappingBody, MappingView, SourcesView


@get("/admin/settlements/sources", access=READER, summary="What each provider and courier owes now")
async def list_sources(deps: ApiDeps) -> SourcesView:
    """By the ledger and item by item: whoever has ever captured or collected anything for us."""
    known = await queries.sources(deps.reads)
    owed = [
        await queries.source(deps.reads, each.kind, each.source, account(each.kind, each.source).name) for each in known
    ]
    return SourcesView(items=owed)


@get("/admin/settlements/mappings", access=READER, summary="How files of each source are read")
async def list_mappings(deps: ApiDeps) -> list[MappingView]:
    """Those that were saved. A preview proposes one for a source that has none."""
    return await queries.mappings(deps.reads)


@put(
    "/admin/settlements/mappings/{kind:str}/{source:str}",
    access=CLERK,
    summary="Say which column of a source's files is what",
    raises=[Invalid],
)
async def save_mapping(
    kind: PathKind, source: PathSource, data: MappingBody, caller: Caller, deps: ApiDeps
) -> MappingBody:
    """It holds for files that are imported from now on. Words of statuses are compared without regard to case."""
    mapping = as_mapping(data)
    async with deps.works() as work:
        await cases.save_mapping(work, kind, source, mapping, caller.user_id)
    return as_body(mapping)


def as_mapping(body: MappingBody) -> ColumnMapping:
    """As it is kept. Raises Invalid."""
    ensure(body.reference, Invalid.field("reference", "is needed: by what else would lines be known"))
    words = sorted({fold(word) for word in body.settled_words})
    return msgspec.convert(msgspec.to_builtins(body) | {"settled_words": words}, ColumnMapping)


def as_body(mapping: ColumnMapping) -> MappingBody:
    """As it is shown."""
    return MappingBody(**msgspec.to_builtins(mapping))


ROUTES = (list_sources, list_mappings, save_mapping)
