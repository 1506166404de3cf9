"""What search looks things up in: an index of documents, which the projection fills, and what it has learnt and kept.

The vocabulary and the phrases are learnt from the documents and counted by a job; they can be made again at any time,
but hold no history. Synonyms and what was searched are state of their own.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Date, DateTime, Integer, SmallInteger, Table, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSVECTOR, Insert, insert

from bdcommerce.catalog.domain.search.documents import (
    CATEGORY,
    RULES,
    Field,
    Indexed,
    SearchDocument,
    indexed,
    standing,
    title_length,
)
from bdcommerce.catalog.domain.search.lexicon import keys, learnt
from bdcommerce.catalog.domain.search.sounds import sounds
from bdcommerce.infra.postgres import metadata, read_metadata

_read = read_metadata()
_state = metadata("catalog")

# PostgreSQL's four labels, from its weightiest to its lightest. The number before a label is a position: ts_rank counts
# the first position of a lexeme whole and adds less and less of the others, so a word that stands in the category's
# name as well as in the title counts for more than one in the title alone.
_TAKEN_OVER = ("product_id", "brand_id", "price", "in_stock", "on_sale", "rating", "popularity", "published_at")
_LABELS = {Field.TITLE: "A", Field.BRAND: "B", Field.CATEGORY: "C", Field.ATTRIBUTE: "D"}

# A narrow row per product that is listed: its lexemes with the fields they stand in, and what hits are narrowed and
# ordered by.
search_entry = Table(
    "search_entry",
    _read,
    Column("product_id", Text, primary_key=True),
    Column("words", TSVECTOR, nullable=False),
    Column("category_path", ARRAY(Text), nullable=False),
    Column("vendors", ARRAY(Text), nullable=False),
    Column("brand_id", Text, nullable=False),
    Column("price", BigInteger, nullable=False),
    Column("in_stock", Boolean, nullable=False),
    Column("on_sale", Boolean, nullable=False),
    Column("rating", BigInteger, nullable=False),
    Column("popularity", BigInteger, nullable=False),
    Column("standing", SmallInteger, nullable=False),
    Column("title_length", SmallInteger, nullable=False),
    Column("published_at", DateTime(timezone=True), nullable=False),
    Column("rules", SmallInteger, nullable=False),
)

# The documents themselves, so that they can be indexed again by other rules, or by another engine.
search_document = Table(
    "search_document",
    _read,
    Column("product_id", Text, primary_key=True),
    Column("document", JSONB, nullable=False),
)

search_word = Table(
    "search_word",
    _state,
    Column("lexeme", Text, primary_key=True),
    Column("shown", Text, nullable=False),
    Column("sound", Text, nullable=False),
    Column("keys", ARRAY(Text), nullable=False),
    Column("uses", Integer, nullable=False, default=0),
)

search_phrase = Table(
    "search_phrase",
    _state,
    Column("beginning", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("target", Text, primary_key=True),
    Column("en", Text, nullable=False),
    Column("bn", Text, nullable=False),
    Column("weight", Integer, nullable=False),
)

search_synonym = Table(
    "search_synonym",
    _state,
    Column("key", Text, primary_key=True),
    Column("words", ARRAY(Text), nullable=False),
    Column("means", ARRAY(Text), nullable=False),
    Column("version", Integer, nullable=False),
    Column("changed_at", DateTime(timezone=True), nullable=False),
)

search_asked = Table(
    "search_asked",
    _state,
    Column("day", Date, primary_key=True),
    Column("query", Text, primary_key=True),
    Column("times", Integer, nullable=False),
    Column("in_vain", Integer, nullable=False),
)

# One row: which synonyms hold, and how many documents reach each level of standing.
search_state = Table(
    "search_state",
    _state,
    Column("singleton", Boolean, primary_key=True),
    Column("synonyms", BigInteger, nullable=False),
    Column("levels", ARRAY(Integer), nullable=False),
    Column("counted_at", DateTime(timezone=True)),
)


@dataclass(frozen=True, slots=True)
class SearchRows:
    """What documents are kept as, and the words that are learnt from them."""

    entries: list[dict[str, Any]]
    documents: list[dict[str, Any]]
    words: list[dict[str, Any]]


def search_rows(documents: Iterable[SearchDocument], known: Mapping[str, SearchDocument] | None = None) -> SearchRows:
    """The rows of some documents. Of those that are known by the same words already there is nothing to be learnt."""
    entries, kept = [], []
    words: dict[str, dict[str, Any]] = {}
    for document in documents:
        parts = indexed(document)
        entries.append(_entry(document, parts))
        kept.append({"product_id": document.product_id, "document": document})
        before = (known or {}).get(document.product_id)
        if before is None or before.texts() != document.texts():
            words |= {row["lexeme"]: row for row in map(_word, reversed(parts.words))}
            words |= {lexeme: _category(lexeme) for lexeme in parts.lexemes if lexeme.startswith(CATEGORY)}
    return SearchRows(entries, kept, [words[lexeme] for lexeme in sorted(words)])


def _entry(document: SearchDocument, parts: Indexed) -> dict[str, Any]:
    same = {name: getattr(document, name) for name in _TAKEN_OVER}
    return same | {
        "words": " ".join(f"'{lexeme}':{_places(fields)}" for lexeme, fields in parts.lexemes.items()),
        "category_path": list(document.category_path),
        "vendors": list(document.vendors),
        "standing": standing(document),
        "title_length": title_length(document.title),
        "rules": RULES,
    }


def _places(fields: Sequence[Field]) -> str:
    return ",".join(f"{field.value}{_LABELS[field]}" for field in fields)


def _word(word: str) -> dict[str, Any]:
    known = learnt(word)
    heard = next(iter(sounds(known.shown)), "")
    return {"lexeme": known.lexeme, "shown": known.shown, "sound": heard, "keys": list(keys(word))}


def _category(lexeme: str) -> dict[str, Any]:
    """A category's name is kept too, so that it is known which there are, but nothing sounds like it."""
    return {"lexeme": lexeme, "shown": lexeme, "sound": "", "keys": []}


def _kept(table: Table) -> Insert:
    add = insert(table)
    changed = {column.name: add.excluded[column.name] for column in table.columns if not column.primary_key}
    return add.on_conflict_do_update(index_elements=["product_id"], set_=changed)


KEEP_ENTRIES, KEEP_DOCUMENTS = _kept(search_entry), _kept(search_document)
_ADD_WORDS = insert(search_word)
LEARN_WORDS = _ADD_WORDS.on_conflict_do_update(
    index_elements=["lexeme"], set_={"uses": 0}, where=search_word.c.uses < 0
)
