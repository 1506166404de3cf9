"""Promotions and their counters in an open transaction.

A limit is one conditional statement on one row, which waits for whoever else is on that row. Where there is no limit,
uses are spread over several rows, so that nobody waits.
"""

import zlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import RowMapping, text
from sqlalchemy.exc import IntegrityError

from bdcommerce.infra.postgres import Transaction
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Stale
from bdcommerce.kernel.money import Money
from bdcommerce.orders.domain.promotions.claims import Claim
from bdcommerce.orders.domain.promotions.promotion import Promotion
from bdcommerce.orders.errors import CouponCodeTaken, CouponExhausted, PromotionSoldOut, UnknownCoupon, UnknownPromotion
from bdcommerce.orders.events import PromotionTerms

SHARDS = 16
"""Rows that count the uses of a promotion without a limit, beside row 0, which counts those of one with a limit."""

_PROMOTION = "SELECT terms, owner, state, codes, code, version FROM promotion"
_GET = text(f"{_PROMOTION} WHERE id = :id")
_LOCK = text(f"{_PROMOTION} WHERE id = :id FOR NO KEY UPDATE")
_ADD = text("""
    WITH made AS (
        INSERT INTO promotion (id, owner, state, level, kind, codes, code, starts_at, ends_at, total_limit, budget,
                               per_customer, per_offer, terms, version, changed_at)
        VALUES (:id, :owner, :state, :level, :kind, :codes, :code, :starts_at, :ends_at, :total_limit, :budget,
                :per_customer, :per_offer, CAST(:terms AS jsonb), :version, :now)
        RETURNING id
    ), coded AS (
        INSERT INTO promotion_code (code, promotion_id, single_use, order_id)
        SELECT CAST(:code AS text), id, false, '' FROM made WHERE CAST(:code AS text) <> ''
    )
    INSERT INTO promotion_counter (promotion_id, shard, used, spent) SELECT id, 0, 0, 0 FROM made
""")
_SAVE = text("""
    UPDATE promotion SET state = :state, level = :level, kind = :kind, codes = :codes, code = :code,
        starts_at = :starts_at, ends_at = :ends_at, total_limit = :total_limit, budget = :budget,
        per_customer = :per_customer, per_offer = :per_offer, terms = CAST(:terms AS jsonb), version = :version,
        changed_at = :now
    WHERE id = :id AND version < :version
""")
_RECODE = text("""
    WITH gone AS (DELETE FROM promotion_code WHERE promotion_id = :id AND NOT single_use AND code <> :code)
    INSERT INTO promotion_code (code, promotion_id, single_use, order_id)
    SELECT CAST(:code AS text), CAST(:id AS text), false, ''
    WHERE CAST(:code AS text) <> ''
    ON CONFLICT (code) DO UPDATE SET promotion_id = excluded.promotion_id
    WHERE promotion_code.promotion_id = excluded.promotion_id
    RETURNING code
""")
_NEXT_EDITION = text("UPDATE promotion_book SET edition = edition + 1")
_BY_CODE = text("""
    SELECT terms, owner, state, codes, promotion.code, version,
        (single_use AND order_id <> '') OR EXISTS (
            SELECT 1 FROM promotion_counter AS counter WHERE counter.promotion_id = promotion.id AND shard = 0
            AND (used >= total_limit OR spent >= budget)) AS used_up
    FROM promotion_code AS coded JOIN promotion ON promotion.id = coded.promotion_id WHERE coded.code = :code
""")
_ADD_CODES = text("""
    INSERT INTO promotion_code (code, promotion_id, single_use, order_id)
    SELECT code, CAST(:id AS text), true, '' FROM unnest(CAST(:codes AS text[])) AS code ON CONFLICT DO NOTHING
""")
_COUNT_CODES = text("SELECT count(*) FROM promotion_code WHERE promotion_id = :id")
_RECOUNT = text("""
    WITH sums AS (
        SELECT coalesce(sum(uses), 0) AS used, coalesce(sum(amount), 0) AS spent FROM promotion_redemption
        WHERE promotion_id = :id
    ), others AS (
        DELETE FROM promotion_counter WHERE promotion_id = :id AND shard > 0
    ), theirs AS (
        INSERT INTO promotion_customer (promotion_id, customer, used)
        SELECT CAST(:id AS text), customer, sum(uses) FROM promotion_redemption
        WHERE promotion_id = :id AND uses > 0 GROUP BY customer
        ON CONFLICT (promotion_id, customer) DO UPDATE SET used = excluded.used
    ), of_offer AS (
        INSERT INTO promotion_offer (promotion_id, offer_id, used)
        SELECT CAST(:id AS text), key, sum(CAST(value AS bigint)) FROM promotion_redemption, jsonb_each_text(units)
        WHERE promotion_id = :id GROUP BY key
        ON CONFLICT (promotion_id, offer_id) DO UPDATE SET used = excluded.used
    )
    UPDATE promotion_counter SET used = sums.used, spent = sums.spent,
        exhausted = coalesce(sums.used >= total_limit, false) OR coalesce(sums.spent >= budget, false)
    FROM sums, promotion WHERE promotion_id = :id AND shard = 0 AND promotion.id = :id
""")
_LIMITS = text("""
    SELECT id, total_limit, budget, per_customer, per_offer FROM promotion
    WHERE id = ANY(:ids) AND (state = 'live' OR EXISTS (
        SELECT 1 FROM promotion_redemption AS had
        WHERE had.order_id = :order_id AND had.promotion_id = promotion.id)) ORDER BY id
""")
_USE_LIMITED = text("""
    UPDATE promotion_counter SET used = used + CAST(:uses AS bigint), spent = spent + CAST(:amount AS bigint),
        exhausted = coalesce(used + CAST(:uses AS bigint) >= total_limit, false)
            OR coalesce(spent + CAST(:amount AS bigint) + CAST(:unit AS bigint) > budget, false)
    FROM promotion
    WHERE promotion_id = :id AND shard = 0 AND promotion.id = promotion_id
        AND (state = 'live' OR EXISTS (
            SELECT 1 FROM promotion_redemption AS had
            WHERE had.order_id = :order_id AND had.promotion_id = promotion.id))
        AND (total_limit IS NULL OR used + CAST(:uses AS bigint) <= total_limit)
        AND (budget IS NULL OR spent + CAST(:amount AS bigint) <= budget)
    RETURNING exhausted
""")
_USE_UNLIMITED = text("""
    INSERT INTO promotion_counter AS counter (promotion_id, shard, used, spent) VALUES (:id, :shard, :uses, :amount)
    ON CONFLICT (promotion_id, shard) DO UPDATE
    SET used = counter.used + excluded.used, spent = counter.spent + excluded.spent
""")
_USE_OFFER = text("""
    INSERT INTO promotion_offer AS counter (promotion_id, offer_id, used)
    SELECT CAST(:id AS text), CAST(:offer_id AS text), CAST(:units AS bigint)
    WHERE CAST(:units AS bigint) <= CAST(:most AS bigint)
    ON CONFLICT (promotion_id, offer_id) DO UPDATE SET used = counter.used + excluded.used
    WHERE counter.used + excluded.used <= CAST(:most AS bigint)
    RETURNING used
""")
_USE_CUSTOMER = text("""
    INSERT INTO promotion_customer AS counter (promotion_id, customer, used)
    SELECT CAST(:id AS text), CAST(:customer AS text), CAST(:uses AS bigint)
    WHERE CAST(:uses AS bigint) <= CAST(:most AS bigint)
    ON CONFLICT (promotion_id, customer) DO UPDATE SET used = counter.used + excluded.used
    WHERE counter.used + excluded.used <= CAST(:most AS bigint)
    RETURNING used
""")
_USE_CODE = text("""
    UPDATE promotion_code SET order_id = :order_id WHERE code = :code AND single_use AND order_id IN ('', :order_id)
    RETURNING code
""")
_IS_SHARED = text("SELECT 1 FROM promotion_code WHERE code = :code AND NOT single_use")
_REDEEM = text("""
    INSERT INTO promotion_redemption AS redeemed (order_id, promotion_id, customer, code, uses, amount, units, at)
    VALUES (:order_id, :id, :customer, :code, :uses, :amount, CAST(:units AS jsonb), :at)
    ON CONFLICT (order_id, promotion_id) DO UPDATE
    SET uses = redeemed.uses + excluded.uses, amount = redeemed.amount + excluded.amount, units = (
        SELECT coalesce(jsonb_object_agg(offer_id, units), '{}') FROM (
            SELECT key AS offer_id, sum(CAST(value AS bigint)) AS units FROM (
                SELECT * FROM jsonb_each_text(redeemed.units) UNION ALL SELECT * FROM jsonb_each_text(excluded.units)
            ) AS of_each GROUP BY key) AS summed)
""")
_REDEEMED = text("""
    SELECT uses, amount, units, customer, promotion_redemption.code, per_customer, per_offer,
        total_limit IS NOT NULL OR budget IS NOT NULL AS limited
    FROM promotion_redemption JOIN promotion ON promotion.id = promotion_id
    WHERE order_id = :order_id AND promotion_id = :id FOR UPDATE OF promotion_redemption
""")
_KEEP_REDEEMED = text("""
    UPDATE promotion_redemption SET uses = :uses, amount = :amount, units = CAST(:units AS jsonb)
    WHERE order_id = :order_id AND promotion_id = :id
""")
_DROP_REDEEMED = text("DELETE FROM promotion_redemption WHERE order_id = :order_id AND promotion_id = :id")
_UNUSE_LIMITED = text("""
    WITH before AS (SELECT exhausted FROM promotion_counter WHERE promotion_id = :id AND shard = 0 FOR UPDATE)
    UPDATE promotion_counter SET used = greatest(used - CAST(:uses AS bigint), 0),
        spent = greatest(spent - CAST(:amount AS bigint), 0),
        exhausted = false
    FROM before WHERE promotion_id = :id AND shard = 0 RETURNING before.exhausted
""")
_UNUSE_OFFER = text("""
    WITH before AS (
        SELECT used FROM promotion_offer WHERE promotion_id = :id AND offer_id = :offer_id FOR UPDATE
    )
    UPDATE promotion_offer AS counter SET used = greatest(counter.used - CAST(:units AS bigint), 0) FROM before
    WHERE promotion_id = :id AND offer_id = :offer_id RETURNING before.used >= CAST(:most AS bigint)
""")
_UNUSE_CUSTOMER = text("""
    UPDATE promotion_customer SET used = greatest(used - CAST(:uses AS bigint), 0)
    WHERE promotion_id = :id AND customer = :customer
""")
_UNUSE_CODE = text("UPDATE promotion_code SET order_id = '' WHERE code = :code AND order_id = :order_id")
_SOLD_OUT = text("""
    SELECT exhausted, ARRAY(
        SELECT offer_id FROM promotion_offer AS counter
        WHERE counter.promotion_id = promotion.id AND counter.used >= per_offer ORDER BY offer_id) AS offers
    FROM promotion JOIN promotion_counter ON promotion_id = id AND shard = 0 WHERE id = :id
""")


class PostgresPromotions:
    """See ports.PromotionRepository."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def add(self, promotion: Promotion) -> None:
        """See the port."""
        try:
            await self._tx.execute(_ADD, _columns(promotion))
        except IntegrityError as error:
            raise CouponCodeTaken.of(promotion.code) from error
        await self._tx.execute(_NEXT_EDITION)

    async def get(self, promotion_id: str) -> Promotion:
        """See the port."""
        return _promotion(promotion_id, await self._tx.row(_GET, {"id": promotion_id}))

    async def lock(self, promotion_id: str) -> Promotion:
        """See the port."""
        return _promotion(promotion_id, await self._tx.row(_LOCK, {"id": promotion_id}))

    async def save(self, promotion: Promotion) -> None:
        """See the port."""
        if (await self._tx.execute(_SAVE, _columns(promotion))).rowcount == 0:
            raise Stale("The promotion has changed in the meantime.", promotion_id=promotion.id)
        recoded = await self._tx.scalar(_RECODE, {"id": promotion.id, "code": promotion.code})
        if promotion.code and recoded is None:
            raise CouponCodeTaken.of(promotion.code)
        await self._tx.execute(_NEXT_EDITION)

    async def by_code(self, code: str) -> tuple[Promotion, bool]:
        """See the port."""
        row = await self._tx.row(_BY_CODE, {"code": code})
        if row is None:
            raise UnknownCoupon.of(code)
        return _promotion(code, row), bool(row["used_up"])

    async def add_codes(self, promotion_id: str, codes: Sequence[str]) -> int:
        """See the port."""
        return (await self._tx.execute(_ADD_CODES, {"id": promotion_id, "codes": list(codes)})).rowcount

    async def count_codes(self, promotion_id: str) -> int:
        """See the port."""
        return int(await self._tx.scalar(_COUNT_CODES, {"id": promotion_id}))

    async def recount(self, promotion_id: str) -> None:
        """See the port."""
        await self._tx.execute(_RECOUNT, {"id": promotion_id})

    async def claim(self, claims: Sequence[Claim], customer: str, order_id: str, at: datetime) -> list[str]:
        """See the port."""
        sought = {"ids": [claim.promotion_id for claim in claims], "order_id": order_id}
        rows = await self._tx.rows(_LIMITS, sought)
        limits = {row["id"]: row for row in rows}
        exhausted = []
        for claim in claims:
            if claim.promotion_id not in limits:
                raise PromotionSoldOut.of(claim.promotion_id)
            named = {"id": claim.promotion_id, "order_id": order_id, "customer": customer, "at": at}
            if await self._use(claim, limits[claim.promotion_id], named):
                exhausted.append(claim.promotion_id)
            units = msgspec.json.encode(claim.units).decode()
            await self._tx.execute(_REDEEM, named | _of(claim) | {"units": units})
        return exhausted

    async def give_back(self, order_id: str, claims: Sequence[Claim]) -> list[str]:
        """See the port."""
        revived = []
        for claim in sorted(claims, key=lambda claim: claim.promotion_id):
            named = {"id": claim.promotion_id, "order_id": order_id}
            row = await self._tx.row(_REDEEMED, named)
            if row is not None and await self._unuse(_no_more_than(claim, row), row, named):
                revived.append(claim.promotion_id)
        return revived

    async def sold_out(self, promotion_id: str) -> tuple[bool, list[str]]:
        """See the port."""
        row = await self._tx.row(_SOLD_OUT, {"id": promotion_id})
        return (row["exhausted"], list(row["offers"])) if row else (False, [])

    async def _use(self, claim: Claim, limits: RowMapping, named: dict[str, Any]) -> bool:
        """Count it everywhere it counts; whether something is used up now. Raises PromotionSoldOut, CouponExhausted."""
        used_up, exhausted = _used_up(claim), False
        if limits["total_limit"] is not None or limits["budget"] is not None:
            unit = claim.amount.amount // max(claim.uses, 1)
            left = await self._tx.row(_USE_LIMITED, named | _of(claim) | {"unit": unit})
            if left is None:
                raise used_up
            exhausted = left["exhausted"]
        else:
            shard = 1 + zlib.crc32(named["order_id"].encode()) % SHARDS
            await self._tx.execute(_USE_UNLIMITED, named | _of(claim) | {"shard": shard})
        if limits["per_offer"] is not None:
            for offer_id, units in sorted(claim.units.items()):
                use = {**named, "offer_id": offer_id, "units": units, "most": limits["per_offer"]}
                if (used := await self._tx.scalar(_USE_OFFER, use)) is None:
                    raise used_up
                exhausted |= used >= limits["per_offer"]
        await self._use_personally(claim, limits, named)
        return exhausted

    async def _use_personally(self, claim: Claim, limits: RowMapping, named: dict[str, Any]) -> None:
        """Count it for the customer, and use up a code that works once. Raises PromotionSoldOut, CouponExhausted."""
        if limits["per_customer"] is not None and claim.uses:
            use = {**named, **_of(claim), "most": limits["per_customer"]}
            if await self._tx.scalar(_USE_CUSTOMER, use) is None:
                raise _used_up(claim)
        if claim.code and not await self._code_works(claim.code, named):
            raise _used_up(claim)

    async def _code_works(self, code: str, named: dict[str, Any]) -> bool:
        if await self._tx.scalar(_USE_CODE, named | {"code": code}) is not None:
            return True
        return await self._tx.scalar(_IS_SHARED, {"code": code}) is not None

    async def _unuse(self, claim: Claim, row: RowMapping, named: dict[str, Any]) -> bool:
        """Take it off every counter; whether something was used up before."""
        revived = False
        if row["limited"]:
            revived = bool(await self._tx.scalar(_UNUSE_LIMITED, named | _of(claim)))
        else:
            shard = 1 + zlib.crc32(named["order_id"].encode()) % SHARDS
            less: dict[str, Any] = {"uses": -claim.uses, "amount": -claim.amount.amount, "shard": shard}
            await self._tx.execute(_USE_UNLIMITED, named | less)
        for offer_id, units in sorted(claim.units.items()) if row["per_offer"] is not None else ():
            less = {"offer_id": offer_id, "units": units, "most": row["per_offer"]}
            revived |= bool(await self._tx.scalar(_UNUSE_OFFER, named | less))
        if row["per_customer"] is not None:
            await self._tx.execute(_UNUSE_CUSTOMER, named | _of(claim) | {"customer": row["customer"]})
        await self._keep(claim, row, named)
        return revived

    async def _keep(self, claim: Claim, row: RowMapping, named: dict[str, Any]) -> None:
        left = {"uses": row["uses"] - claim.uses, "amount": row["amount"] - claim.amount.amount}
        if left["uses"]:
            units = {offer_id: had - claim.units.get(offer_id, 0) for offer_id, had in row["units"].items()}
            await self._tx.execute(_KEEP_REDEEMED, named | left | {"units": msgspec.json.encode(units).decode()})
            return
        await self._tx.execute(_DROP_REDEEMED, named)
        await self._tx.execute(_UNUSE_CODE, named | {"code": row["code"]})


def _used_up(claim: Claim) -> CouponExhausted | PromotionSoldOut:
    return CouponExhausted.of(claim.code) if claim.code else PromotionSoldOut.of(claim.promotion_id)


def _of(claim: Claim) -> dict[str, Any]:
    return {"uses": claim.uses, "amount": claim.amount.amount, "code": claim.code}


def _no_more_than(claim: Claim, row: RowMapping) -> Claim:
    """What an order can give back is what it has; a use that is given back takes all of the money along."""
    uses = min(claim.uses, row["uses"])
    amount = row["amount"] if uses == row["uses"] else min(claim.amount.amount, row["amount"])
    units = {offer_id: min(units, row["units"].get(offer_id, 0)) for offer_id, units in claim.units.items()}
    return replace(claim, uses=uses, amount=Money(amount), units=units)


def _columns(promotion: Promotion) -> dict[str, Any]:
    terms = promotion.terms
    limits, budget = terms.limits, terms.limits.budget
    return {
        "id": promotion.id,
        "owner": promotion.owner,
        "state": promotion.state,
        "level": terms.level,
        "kind": terms.benefit.kind,
        "codes": promotion.codes,
        "code": promotion.code,
        "starts_at": terms.starts_at,
        "ends_at": terms.ends_at,
        "total_limit": limits.total,
        "budget": budget.amount if budget else None,
        "per_customer": 1 if terms.conditions.first_order else limits.per_customer,
        "per_offer": limits.per_offer,
        "terms": msgspec.json.encode(terms).decode(),
        "version": promotion.version,
        "now": clock.now(),
    }


def _promotion(sought: str, row: RowMapping | None) -> Promotion:
    if row is None:
        raise UnknownPromotion.of(sought)
    return Promotion(
        terms=msgspec.convert(row["terms"], PromotionTerms, strict=False),
        owner=row["owner"],
        state=row["state"],
        codes=row["codes"],
        code=row["code"],
        version=row["version"],
    )
