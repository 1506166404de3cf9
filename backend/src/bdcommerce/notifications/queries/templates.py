"""Texts that staff have written, and what people want."""

from datetime import datetime

import msgspec

from bdcommerce.infra.postgres import Query, Reads
from bdcommerce.kernel.text import Localized


class Said(msgspec.Struct, frozen=True):
    """One text of a template."""

    name: str
    version: int
    text: Localized
    note: str
    edited_by: str
    edited_at: datetime


_CURRENT = Query(
    "notifications.texts",
    """
    SELECT DISTINCT ON (name) name, version, text, note, edited_by, edited_at FROM template_text
    ORDER BY name, version DESC
    """,
    Said,
)
_HISTORY = Query(
    "notifications.text_history",
    """
    SELECT name, version, text, note, edited_by, edited_at FROM template_text WHERE name = $1
    ORDER BY version DESC LIMIT 50
    """,
    Said,
)


async def current(reads: Reads) -> dict[str, Said]:
    """What holds now, of templates that staff have written at all."""
    return {each.name: each for each in await reads.all(_CURRENT)}


async def history(reads: Reads, name: str) -> list[Said]:
    """What a template said, the newest first; the last fifty."""
    return await reads.all(_HISTORY, name)
