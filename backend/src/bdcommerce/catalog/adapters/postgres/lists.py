"""What customers keep for themselves, in an open transaction."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bdcommerce.catalog.adapters.postgres.constraints import meaning
from bdcommerce.catalog.domain.lists import DEFAULT, Wish, Wishlist
from bdcommerce.catalog.errors import UnknownProduct, UnknownVariant
from bdcommerce.catalog.errors.lists import WishlistNameTaken
from bdcommerce.catalog.tables import listing, product_page, variant
from bdcommerce.catalog.tables.lists import recently_viewed, wish, wishlist
from bdcommerce.catalog.tables.shop import listed_variant
from bdcommerce.infra.postgres import Transaction

_HOLD = text("SELECT pg_advisory_xact_lock(hashtextextended(CAST('lists ' || :user_id AS text), 0))")
_FORGET_OLD = text("""
    DELETE FROM recently_viewed WHERE user_id = :user_id AND product_id IN (
        SELECT product_id FROM recently_viewed WHERE user_id = :user_id ORDER BY viewed_at DESC OFFSET :keep
    )
""")


class PostgresLists:
    """See ports.Lists."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def hold(self, user_id: str) -> None:
        """See ports.Lists."""
        await self._tx.execute(_HOLD, {"user_id": user_id})

    async def find(self, user_id: str, wishlist_id: str) -> Wishlist | None:
        """See ports.Lists."""
        meant = wishlist.c.is_default if wishlist_id == DEFAULT else wishlist.c.wishlist_id == wishlist_id
        row = await self._tx.row(select(wishlist).where(wishlist.c.user_id == user_id, meant))
        return Wishlist(**row) if row else None

    async def named(self, user_id: str) -> int:
        """See ports.Lists."""
        mine = select(func.count()).where(wishlist.c.user_id == user_id, ~wishlist.c.is_default)
        return int(await self._tx.scalar(mine))

    async def put(self, wishlist_: Wishlist) -> None:
        """See ports.Lists."""
        taken = WishlistNameTaken("you have a list of this name")
        put = upsert(wishlist).values(asdict(wishlist_))
        changed = {name: put.excluded[name] for name in ("name", "share_token")}
        with meaning({"wishlist_name_idx": taken}):
            await self._tx.execute(put.on_conflict_do_update(index_elements=["wishlist_id"], set_=changed))

    async def drop(self, wishlist_id: str) -> None:
        """See ports.Lists."""
        await self._tx.execute(delete(wishlist).where(wishlist.c.wishlist_id == wishlist_id))

    async def shown(self, product_id: str, variant_id: str) -> tuple[int | None, bool]:
        """See ports.Lists."""
        page = select(product_page.c.slug).where(product_page.c.product_id == product_id)
        if await self._tx.scalar(page) is None:
            raise UnknownProduct.named(product_id)
        if variant_id:
            its = (variant.c.variant_id == variant_id) & (variant.c.product_id == product_id)
            if await self._tx.scalar(select(variant.c.variant_id).where(its)) is None:
                raise UnknownVariant.named(variant_id)
        table, key = (listed_variant, variant_id) if variant_id else (listing, product_id)
        key_column = table.c.variant_id if variant_id else table.c.product_id
        row = await self._tx.row(select(table.c.price, table.c.in_stock).where(key_column == key))
        return (row["price"], row["in_stock"]) if row else (None, False)

    async def wish(self, wishlist_id: str, product_id: str, variant_id: str) -> str:
        """See ports.Lists."""
        same = select(wish.c.wish_id).where(
            wish.c.wishlist_id == wishlist_id, wish.c.product_id == product_id, wish.c.variant_id == variant_id
        )
        return str(await self._tx.scalar(same) or "")

    async def wishes(self, wishlist_id: str) -> int:
        """See ports.Lists."""
        return int(await self._tx.scalar(select(func.count()).where(wish.c.wishlist_id == wishlist_id)))

    async def add(self, wishlist_id: str, wish_: Wish, at: datetime) -> None:
        """See ports.Lists."""
        await self._tx.execute(insert(wish).values(asdict(wish_) | {"wishlist_id": wishlist_id, "added_at": at}))

    async def remove(self, wishlist_id: str, wish_id: str) -> None:
        """See ports.Lists."""
        await self._tx.execute(delete(wish).where(wish.c.wishlist_id == wishlist_id, wish.c.wish_id == wish_id))

    async def move(self, wish_id: str, wishlist_id: str, to: str) -> bool:
        """See ports.Lists."""
        mine = (wish.c.wish_id == wish_id) & (wish.c.wishlist_id == wishlist_id)
        row = await self._tx.row(select(wish).where(mine))
        if row is None:
            return False
        if await self.wish(to, row["product_id"], row["variant_id"]):
            await self._tx.execute(delete(wish).where(mine))
        else:
            await self._tx.execute(update(wish).where(mine).values({"wishlist_id": to}))
        return True

    async def view(self, user_id: str, product_id: str, at: datetime, keep: int) -> None:
        """See ports.Lists."""
        put = upsert(recently_viewed).values(user_id=user_id, product_id=product_id, viewed_at=at)
        seen = put.on_conflict_do_update(index_elements=["user_id", "product_id"], set_={"viewed_at": at})
        await self._tx.execute(seen)
        await self._tx.execute(_FORGET_OLD, {"user_id": user_id, "keep": keep})

    async def forget_viewed(self, user_id: str) -> None:
        """See ports.Lists."""
        await self._tx.execute(delete(recently_viewed).where(recently_viewed.c.user_id == user_id))
