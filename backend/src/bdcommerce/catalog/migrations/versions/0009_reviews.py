"""Reviews of what was received, questions and answers, wishlists, what was looked at lately."""

from alembic import op

revision = "0009"
down_revision = "0008"

SCRIPT = """
CREATE TABLE purchase (
    vendor_order_id text COLLATE "C" PRIMARY KEY,
    order_id text COLLATE "C" NOT NULL DEFAULT '',
    customer_id text COLLATE "C" NOT NULL DEFAULT '',
    vendor_id text COLLATE "C" NOT NULL DEFAULT '',
    district text NOT NULL DEFAULT '',
    product_ids text[] COLLATE "C" NOT NULL DEFAULT '{}',
    delivered_at timestamptz,
    version integer NOT NULL
);
CREATE INDEX purchase_customer_id_idx ON purchase (customer_id) WHERE delivered_at IS NOT NULL;
CREATE TABLE review (
    review_id text COLLATE "C" PRIMARY KEY,
    product_id text COLLATE "C" NOT NULL,
    vendor_id text COLLATE "C" NOT NULL,
    order_id text COLLATE "C" NOT NULL,
    customer_id text COLLATE "C" NOT NULL,
    district text NOT NULL,
    rating smallint NOT NULL CHECK (rating BETWEEN 1 AND 5),
    title text NOT NULL,
    body text NOT NULL,
    media_ids text[] NOT NULL,
    status text NOT NULL CHECK (status IN ('held', 'published', 'rejected', 'withdrawn')),
    held text[] NOT NULL,
    code text NOT NULL DEFAULT '',
    note text NOT NULL DEFAULT '',
    posted boolean NOT NULL DEFAULT false,
    written_at timestamptz NOT NULL,
    edited_at timestamptz,
    earlier jsonb NOT NULL DEFAULT '[]',
    reply text NOT NULL DEFAULT '',
    replied_at timestamptz,
    helpful integer NOT NULL DEFAULT 0 CHECK (helpful >= 0),
    reports integer NOT NULL DEFAULT 0 CHECK (reports >= 0),
    version integer NOT NULL,
    CHECK ((reply = '') = (replied_at IS NULL)),
    CHECK ((status = 'rejected') = (code <> ''))
);
CREATE UNIQUE INDEX review_one_each_idx ON review (customer_id, product_id) WHERE status <> 'withdrawn';
CREATE INDEX review_customer_id_idx ON review (customer_id, review_id);
CREATE INDEX review_vendor_id_idx ON review (vendor_id, review_id) WHERE status = 'published';
CREATE INDEX review_unanswered_idx ON review (vendor_id, review_id) WHERE status = 'published' AND reply = '';
CREATE INDEX review_status_idx ON review (status, review_id);
CREATE INDEX review_reported_idx ON review (review_id) WHERE status = 'published' AND reports > 0;
CREATE INDEX review_newest_idx ON review (product_id, review_id) WHERE status = 'published';
CREATE INDEX review_rating_idx ON review (product_id, rating, review_id) WHERE status = 'published';
CREATE INDEX review_helpful_idx ON review (product_id, helpful, review_id) WHERE status = 'published';
CREATE INDEX review_photos_idx ON review (product_id, review_id) WHERE status = 'published' AND media_ids <> '{}';
CREATE TABLE review_voice (
    review_id text COLLATE "C" NOT NULL,
    user_id text COLLATE "C" NOT NULL,
    helpful boolean NOT NULL DEFAULT false,
    reported text NOT NULL DEFAULT '',
    note text NOT NULL DEFAULT '',
    version integer NOT NULL,
    PRIMARY KEY (review_id, user_id)
);
CREATE TABLE product_rating (
    product_id text COLLATE "C" PRIMARY KEY,
    stars integer[] NOT NULL CHECK (cardinality(stars) = 5 AND 0 <= ALL (stars)),
    version integer NOT NULL
);
CREATE TABLE held_words (
    single boolean PRIMARY KEY CHECK (single),
    words text[] NOT NULL,
    version integer NOT NULL
);
CREATE TABLE reviewer (
    user_id text COLLATE "C" PRIMARY KEY,
    initial text NOT NULL CHECK (length(initial) <= 2),
    display_name text NOT NULL CHECK (length(display_name) <= 40)
);
CREATE TABLE post (
    post_id text COLLATE "C" PRIMARY KEY,
    question_id text COLLATE "C" NOT NULL,
    kind text NOT NULL CHECK (kind IN ('question', 'answer')),
    product_id text COLLATE "C" NOT NULL,
    vendor_id text COLLATE "C" NOT NULL,
    author_id text COLLATE "C" NOT NULL,
    by_vendor boolean NOT NULL,
    district text NOT NULL,
    body text NOT NULL,
    status text NOT NULL CHECK (status IN ('held', 'published', 'rejected', 'withdrawn')),
    held text[] NOT NULL,
    code text NOT NULL DEFAULT '',
    note text NOT NULL DEFAULT '',
    posted_at timestamptz NOT NULL,
    answered boolean NOT NULL DEFAULT false,
    version integer NOT NULL,
    CHECK ((kind = 'question') = (question_id = post_id)),
    CHECK ((status = 'rejected') = (code <> ''))
);
CREATE UNIQUE INDEX post_one_answer_idx ON post (question_id, author_id)
    WHERE kind = 'answer' AND NOT by_vendor AND status <> 'withdrawn';
CREATE UNIQUE INDEX post_vendor_answer_idx ON post (question_id)
    WHERE kind = 'answer' AND by_vendor AND status <> 'withdrawn';
CREATE INDEX post_questions_idx ON post (product_id, post_id) WHERE kind = 'question' AND status = 'published';
CREATE INDEX post_answers_idx ON post (question_id, by_vendor, post_id) WHERE kind = 'answer' AND status = 'published';
CREATE INDEX post_author_id_idx ON post (author_id, post_id);
CREATE INDEX post_status_idx ON post (status, post_id);
CREATE INDEX post_vendor_id_idx ON post (vendor_id, post_id) WHERE kind = 'question' AND status = 'published';
CREATE INDEX post_unanswered_idx ON post (vendor_id, post_id)
    WHERE kind = 'question' AND status = 'published' AND NOT answered;
CREATE TABLE wishlist (
    wishlist_id text COLLATE "C" PRIMARY KEY,
    user_id text COLLATE "C" NOT NULL,
    name text NOT NULL,
    is_default boolean NOT NULL,
    share_token text UNIQUE
);
CREATE UNIQUE INDEX wishlist_name_idx ON wishlist (user_id, name);
CREATE UNIQUE INDEX wishlist_default_idx ON wishlist (user_id) WHERE is_default;
CREATE TABLE wish (
    wish_id text COLLATE "C" PRIMARY KEY,
    wishlist_id text COLLATE "C" NOT NULL REFERENCES wishlist ON DELETE CASCADE,
    product_id text COLLATE "C" NOT NULL,
    variant_id text COLLATE "C" NOT NULL,
    price_then bigint,
    in_stock_then boolean NOT NULL,
    added_at timestamptz NOT NULL,
    UNIQUE (wishlist_id, product_id, variant_id)
);
CREATE INDEX wish_newest_idx ON wish (wishlist_id, wish_id);
CREATE TABLE recently_viewed (
    user_id text COLLATE "C" NOT NULL,
    product_id text COLLATE "C" NOT NULL,
    viewed_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, product_id)
);
CREATE INDEX recently_viewed_newest_idx ON recently_viewed (user_id, viewed_at)
"""


def upgrade() -> None:
    """Nobody has said anything yet."""
    for statement in SCRIPT.split(";"):
        op.execute(statement)
