"""Reads of promotions: their lists, what carts are held against, their codes and lists of customers."""

from collections.abc import Collection, Mapping

import msgspec

from bdcommerce.infra.postgres import Query, Reads
from bdcommerce.kernel import clock
from bdcommerce.orders.domain.promotions.evaluation import Usage
from bdcommerce.orders.domain.promotions.promotion import State
from bdcommerce.orders.domain.promotions.rules import Rule, Rulebook, compiled, rulebook
from bdcommerce.orders.errors import UnknownCustomerList, UnknownPromotion
from bdcommerce.orders.events import PromotionTerms
from bdcommerce.orders.ports import CodeTrouble
from bdcommerce.orders.schemas.promotions import CodeView, CustomerListView, PromotionRow


class _Terms(msgspec.Struct, frozen=True):
    terms: PromotionTerms


class _Edition(msgspec.Struct, frozen=True):
    edition: int


class _Coded(msgspec.Struct, frozen=True):
    terms: PromotionTerms
    state: State
    used_up: bool


class _UsageRow(msgspec.Struct, frozen=True):
    promotion_id: str
    used: int
    spent: int
    theirs: int
    by_offer: dict[str, int]


class _Found(msgspec.Struct, frozen=True):
    found: bool


class _ListRow(msgspec.Struct, frozen=True):
    list_id: str


_EDITION = Query("orders.promotion_edition", "SELECT edition FROM promotion_book", _Edition)
_RUNNING = Query(
    "orders.promotions_running",
    "SELECT terms FROM promotion WHERE state = 'live' AND codes = 'none' AND ends_at > $1",
    _Terms,
)
_CODED = Query(
    "orders.promotion_of_code",
    """
    SELECT terms, state, coalesce((SELECT single_use AND order_id <> '' FROM promotion_code WHERE code = $2), false)
        AS used_up
    FROM promotion WHERE id = $1
    """,
    _Coded,
)
_USAGE = Query(
    "orders.promotion_usage",
    """
    SELECT id AS promotion_id,
        (SELECT coalesce(sum(used), 0) FROM promotion_counter WHERE promotion_id = id)::bigint AS used,
        (SELECT coalesce(sum(spent), 0) FROM promotion_counter WHERE promotion_id = id)::bigint AS spent,
        coalesce((SELECT used FROM promotion_customer WHERE promotion_id = id AND customer = $2), 0) AS theirs,
        coalesce((SELECT jsonb_object_agg(offer_id, used) FROM promotion_offer WHERE promotion_id = id), '{}')
            AS by_offer
    FROM unnest($1::text[]) AS id
    """,
    _UsageRow,
)
_HAS_ORDERED = Query(
    "orders.has_ordered",
    """
    SELECT EXISTS (
        SELECT 1 FROM order_view
        WHERE customer_id = $1 AND customer_id <> '' AND confirmed AND status <> 'cancelled') AS found
    """,
    _Found,
)
_LISTS_OF = Query("orders.lists_of", "SELECT list_id FROM customer_list_member WHERE customer_id = $1", _ListRow)
_COLUMNS = """
    SELECT id, owner, state, codes, code, terms, version,
        (SELECT coalesce(sum(used), 0) FROM promotion_counter WHERE promotion_id = id)::bigint AS used,
        (SELECT coalesce(sum(spent), 0) FROM promotion_counter WHERE promotion_id = id)::bigint AS spent
    FROM promotion
"""
_ONE = Query("orders.promotion", f"{_COLUMNS} WHERE id = $1", PromotionRow)
_ALL = Query("orders.promotions", f"{_COLUMNS} WHERE id < $1 ORDER BY id DESC LIMIT $2", PromotionRow)
_OF_OWNER = Query(
    "orders.promotions_of_owner",
    f"{_COLUMNS} WHERE owner = $3 AND id < $1 ORDER BY id DESC LIMIT $2",
    PromotionRow,
)
_COUPONS = Query(
    "orders.coupons",
    f"""
    {_COLUMNS} WHERE codes = 'shared' AND kind = 'percentage' AND owner = '' AND total_limit IS NOT NULL AND id < $1
    ORDER BY id DESC LIMIT $2
    """,
    PromotionRow,
)
_CODES = Query(
    "orders.promotion_codes",
    """
    SELECT code, single_use, nullif(order_id, '') AS order_id FROM promotion_code
    WHERE promotion_id = $1 AND code > $2 ORDER BY code LIMIT $3
    """,
    CodeView,
)
_LIST = Query(
    "orders.customer_list",
    """
    SELECT id, name, changed_at, (SELECT count(*) FROM customer_list_member WHERE list_id = id) AS customers
    FROM customer_list WHERE id = $1
    """,
    CustomerListView,
)


class PromotionReads:
    """See ports.PromotionBook. The compiled rules stay in memory until the edition of the book is another one."""

    def __init__(self, reads: Reads) -> None:
        self._reads = reads
        self._edition, self._book = 0, Rulebook()

    async def current(self) -> Rulebook:
        """See the port."""
        edition = await self._reads.one(_EDITION)
        if edition is not None and edition.edition != self._edition:
            rows = await self._reads.all(_RUNNING, clock.now())
            self._edition, self._book = edition.edition, rulebook(row.terms for row in rows)
        return self._book

    async def coded(self, promotion_id: str, code: str) -> tuple[Rule, CodeTrouble]:
        """See the port."""
        found = await self._reads.one(_CODED, promotion_id, code)
        if found is None:
            raise UnknownPromotion.of(promotion_id)
        rule = compiled(found.terms)
        if found.state in ("paused", "ended"):
            return rule, "paused" if found.state == "paused" else "ended"
        return rule, "used_up" if found.used_up else ""

    async def usage(self, promotion_ids: Collection[str], customer: str) -> Mapping[str, Usage]:
        """See the port."""
        rows = await self._reads.all(_USAGE, sorted(promotion_ids), customer)
        return {
            row.promotion_id: Usage(used=row.used, spent=row.spent, theirs=row.theirs, by_offer=row.by_offer)
            for row in rows
        }

    async def has_ordered(self, customer_id: str) -> bool:
        """See the port."""
        row = await self._reads.one(_HAS_ORDERED, customer_id)
        return row is not None and row.found

    async def lists_of(self, customer_id: str) -> frozenset[str]:
        """See the port."""
        return frozenset(row.list_id for row in await self._reads.all(_LISTS_OF, customer_id))


async def promotion(reads: Reads, promotion_id: str, owner: str) -> PromotionRow:
    """A promotion of this vendor; the operator (empty) sees everybody's. Raises UnknownPromotion."""
    found = await reads.one(_ONE, promotion_id)
    if found is None or owner not in ("", found.owner):
        raise UnknownPromotion.of(promotion_id)
    return found


async def promotions(reads: Reads, owner: str | None, before: str, limit: int) -> list[PromotionRow]:
    """Promotions, the latest first; of one owner, or of everybody."""
    if owner is None:
        return await reads.all(_ALL, before, limit)
    return await reads.all(_OF_OWNER, before, limit, owner)


async def coupons(reads: Reads, before: str, limit: int) -> list[PromotionRow]:
    """The operator's percentages with a code for everybody, the latest first."""
    return await reads.all(_COUPONS, before, limit)


async def codes(reads: Reads, promotion_id: str, after: str, limit: int) -> list[CodeView]:
    """The codes of a promotion, in order."""
    return await reads.all(_CODES, promotion_id, after, limit)


async def customer_list(reads: Reads, list_id: str) -> CustomerListView:
    """A list of customers. Raises UnknownCustomerList."""
    found = await reads.one(_LIST, list_id)
    if found is None:
        raise UnknownCustomerList.of(list_id)
    return found
