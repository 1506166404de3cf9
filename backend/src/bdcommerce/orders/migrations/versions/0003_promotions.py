"""Promotions, of which coupons are one kind, with their codes and counters; lists of customers."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_TABLES = """
CREATE TABLE promotion (
    id text PRIMARY KEY,
    owner text NOT NULL,
    state text NOT NULL CHECK (state IN ('draft', 'live', 'paused', 'ended')),
    level text NOT NULL CHECK (level IN ('cart', 'catalogue')),
    kind text NOT NULL CHECK (
        kind IN ('percentage', 'amount', 'free_delivery', 'buy_x_get_y', 'bundle', 'fixed_price')),
    codes text NOT NULL CHECK (codes IN ('none', 'shared', 'unique')),
    code text NOT NULL,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    total_limit integer CHECK (total_limit > 0),
    budget bigint CHECK (budget > 0),
    per_customer integer CHECK (per_customer > 0),
    per_offer integer CHECK (per_offer > 0),
    terms jsonb NOT NULL,
    version integer NOT NULL CHECK (version > 0),
    changed_at timestamptz NOT NULL,
    CHECK (starts_at <= ends_at),
    CHECK ((codes = 'shared') = (code <> ''))
);
CREATE INDEX promotion_running ON promotion (ends_at) WHERE state = 'live' AND codes = 'none';
CREATE INDEX promotion_of_owner ON promotion (owner, id DESC);
CREATE INDEX promotion_coupons ON promotion (id DESC)
    WHERE codes = 'shared' AND kind = 'percentage' AND owner = '' AND total_limit IS NOT NULL;
CREATE TABLE promotion_code (
    code text PRIMARY KEY,
    promotion_id text NOT NULL REFERENCES promotion (id),
    single_use boolean NOT NULL,
    order_id text NOT NULL
);
CREATE INDEX promotion_code_of ON promotion_code (promotion_id, code);
CREATE TABLE promotion_counter (
    promotion_id text NOT NULL REFERENCES promotion (id),
    shard smallint NOT NULL CHECK (shard >= 0),
    used bigint NOT NULL,
    spent bigint NOT NULL,
    exhausted boolean NOT NULL DEFAULT false,
    PRIMARY KEY (promotion_id, shard),
    CHECK (shard > 0 OR (used >= 0 AND spent >= 0))
);
CREATE TABLE promotion_customer (
    promotion_id text NOT NULL REFERENCES promotion (id),
    customer text NOT NULL,
    used bigint NOT NULL CHECK (used >= 0),
    PRIMARY KEY (promotion_id, customer)
);
CREATE TABLE promotion_offer (
    promotion_id text NOT NULL REFERENCES promotion (id),
    offer_id text NOT NULL,
    used bigint NOT NULL CHECK (used >= 0),
    PRIMARY KEY (promotion_id, offer_id)
);
CREATE TABLE promotion_redemption (
    order_id text NOT NULL,
    promotion_id text NOT NULL REFERENCES promotion (id),
    customer text NOT NULL,
    code text NOT NULL,
    uses bigint NOT NULL CHECK (uses >= 0),
    amount bigint NOT NULL CHECK (amount >= 0),
    units jsonb NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (order_id, promotion_id)
);
CREATE INDEX promotion_redemption_of ON promotion_redemption (promotion_id, customer);
CREATE TABLE promotion_book (edition bigint NOT NULL);
CREATE TABLE customer_list (
    id text PRIMARY KEY,
    name text NOT NULL,
    changed_at timestamptz NOT NULL
);
CREATE TABLE customer_list_member (
    customer_id text NOT NULL,
    list_id text NOT NULL REFERENCES customer_list (id) ON DELETE CASCADE,
    PRIMARY KEY (customer_id, list_id)
);
CREATE INDEX customer_list_member_of ON customer_list_member (list_id, customer_id);
INSERT INTO promotion_book (edition) VALUES (1);
INSERT INTO promotion
SELECT id, '', 'live', 'cart', 'percentage', 'shared', code, starts_at, ends_at, total_limit, NULL, per_customer_limit,
    NULL, jsonb_build_object(
        'promotion_id', id, 'name', jsonb_build_object('en', code, 'bn', ''), 'level', 'cart',
        'benefit', jsonb_build_object('kind', 'percentage', 'percent', CAST(percent AS text)),
        'starts_at', starts_at, 'ends_at', ends_at,
        'conditions', jsonb_build_object('min_goods', jsonb_build_object('amount', min_goods, 'currency', 'BDT')),
        'funding', jsonb_build_object(
            'vendor_id', vendor_id, 'vendor_percent', CASE vendor_id WHEN '' THEN '0' ELSE '100' END),
        'limits', jsonb_build_object('total', total_limit, 'per_customer', per_customer_limit)), 1, starts_at
FROM coupon;
INSERT INTO promotion_code SELECT code, id, false, '' FROM coupon;
INSERT INTO promotion_counter SELECT id, 0, used, 0, used >= total_limit FROM coupon;
INSERT INTO promotion_redemption SELECT order_id, coupon_id, customer, '', 1, 0, '{}', used_at FROM coupon_use;
INSERT INTO promotion_customer SELECT coupon_id, customer, count(*) FROM coupon_use
    JOIN coupon ON coupon.id = coupon_id WHERE per_customer_limit IS NOT NULL GROUP BY coupon_id, customer;
DROP TABLE coupon_use;
DROP TABLE coupon
"""
_UNDO = """
CREATE TABLE coupon (
    id text PRIMARY KEY,
    code text NOT NULL UNIQUE,
    percent numeric NOT NULL CHECK (percent > 0 AND percent <= 100),
    vendor_id text NOT NULL,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    total_limit integer NOT NULL CHECK (total_limit > 0),
    per_customer_limit integer CHECK (per_customer_limit > 0),
    min_goods bigint NOT NULL CHECK (min_goods >= 0),
    used integer NOT NULL DEFAULT 0 CHECK (used >= 0),
    CHECK (starts_at <= ends_at),
    CHECK (used <= total_limit)
);
CREATE TABLE coupon_use (
    order_id text PRIMARY KEY,
    coupon_id text NOT NULL REFERENCES coupon (id),
    customer text NOT NULL,
    used_at timestamptz NOT NULL
);
CREATE INDEX coupon_use_by_customer ON coupon_use (coupon_id, customer);
DROP TABLE customer_list_member, customer_list, promotion_book, promotion_redemption, promotion_offer,
    promotion_customer, promotion_counter, promotion_code, promotion
"""


def upgrade() -> None:
    """Create everything; every coupon becomes a promotion with a code."""
    for statement in _TABLES.split(";"):
        op.execute(statement)


def downgrade() -> None:
    """Coupons as they were before, empty: promotions can do what coupons could not."""
    for statement in _UNDO.split(";"):
        op.execute(statement)
