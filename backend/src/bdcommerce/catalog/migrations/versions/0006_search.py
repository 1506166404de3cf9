"""Search: an index of documents, a vocabulary to find mistyped and transliterated words in, synonyms, what was asked.

The synonyms that come with the product are a first list: from here on staff keep them.
"""

import csv
from importlib import resources

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

SCRIPT = """
CREATE TABLE search_entry (
    product_id text COLLATE "C" PRIMARY KEY,
    words tsvector NOT NULL,
    category_path text[] COLLATE "C" NOT NULL,
    vendors text[] COLLATE "C" NOT NULL,
    brand_id text COLLATE "C" NOT NULL,
    price bigint NOT NULL CHECK (price >= 0),
    in_stock boolean NOT NULL,
    on_sale boolean NOT NULL,
    rating bigint NOT NULL CHECK (rating BETWEEN 0 AND 500),
    popularity bigint NOT NULL CHECK (popularity >= 0),
    standing smallint NOT NULL CHECK (standing BETWEEN 0 AND 1000),
    title_length smallint NOT NULL CHECK (title_length > 0),
    published_at timestamptz NOT NULL,
    rules smallint NOT NULL
) WITH (fillfactor = 85);
CREATE INDEX search_entry_words_idx ON search_entry USING gin (words) WITH (fastupdate = off);
CREATE INDEX search_entry_standing_product_id_idx ON search_entry (standing, product_id);
CREATE INDEX search_entry_rules_product_id_idx ON search_entry (rules, product_id);
CREATE TABLE search_document (
    product_id text COLLATE "C" PRIMARY KEY,
    document jsonb NOT NULL
);
CREATE TABLE search_word (
    lexeme text COLLATE "C" PRIMARY KEY,
    shown text COLLATE "C" NOT NULL,
    sound text COLLATE "C" NOT NULL,
    keys text[] COLLATE "C" NOT NULL,
    uses integer NOT NULL DEFAULT 0 CHECK (uses >= -1)
);
CREATE INDEX search_word_keys_idx ON search_word USING gin (keys) WITH (fastupdate = off);
CREATE INDEX search_word_sound_idx ON search_word (sound) WHERE sound <> '';
CREATE TABLE search_phrase (
    beginning text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL CHECK (kind IN ('query', 'category', 'brand')),
    target text COLLATE "C" NOT NULL,
    en text NOT NULL,
    bn text NOT NULL,
    weight integer NOT NULL,
    PRIMARY KEY (beginning, kind, target)
);
CREATE TABLE search_synonym (
    key text COLLATE "C" PRIMARY KEY,
    words text[] NOT NULL CHECK (cardinality(words) > 0),
    means text[] NOT NULL,
    version integer NOT NULL,
    changed_at timestamptz NOT NULL,
    CHECK (cardinality(words) > 1 OR cardinality(means) > 0)
);
CREATE TABLE search_asked (
    day date NOT NULL,
    query text COLLATE "C" NOT NULL,
    times integer NOT NULL CHECK (times > 0),
    in_vain integer NOT NULL CHECK (in_vain BETWEEN 0 AND times),
    PRIMARY KEY (day, query)
);
CREATE TABLE search_state (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    synonyms bigint NOT NULL,
    levels integer[] NOT NULL,
    counted_at timestamptz
);
INSERT INTO search_state (synonyms, levels) VALUES (1, '{0}')
"""
SYNONYM = sa.text("""
    INSERT INTO search_synonym (key, words, means, version, changed_at) VALUES (:key, :words, :means, 1, now())
""")


def upgrade() -> None:
    """Products that are listed already are indexed when `bdc events replay catalog.shop` is run."""
    for statement in SCRIPT.split(";"):
        op.execute(statement)
    op.get_bind().execute(SYNONYM, _synonyms())


def _synonyms() -> list[dict[str, object]]:
    file = resources.files("bdcommerce.catalog.adapters.search") / "synonyms.tsv"
    rows = csv.DictReader(file.read_text(encoding="utf-8").splitlines(), delimiter="\t")
    return [{"key": row["key"], "words": _parts(row["words"]), "means": _parts(row["means"])} for row in rows]


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
