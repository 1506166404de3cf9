"""What was written over a complaint or a dispute."""

from datetime import datetime

import msgspec

from bdcommerce.compliance.domain.letters import Letter, Side
from bdcommerce.compliance.queries import ApiDeps
from bdcommerce.compliance.tables import LETTER
from bdcommerce.infra.postgres import Query

MOST = 1_000
"""Messages that are shown of one thing."""


class _LetterRow(msgspec.Struct, frozen=True):
    id: str
    case_id: str
    side: Side
    author_id: str
    at: datetime
    text_sealed: str
    photo: str
    internal: bool


_OF_CASE = Query(
    "compliance.letters",
    """
    SELECT id, case_id, side, author_id, at, text_sealed, photo, internal FROM letter
    WHERE case_id = $1 AND ($2 OR NOT internal) ORDER BY position LIMIT $3
    """,
    _LetterRow,
)
_PHOTO = Query(
    "compliance.letter_photo",
    "SELECT id FROM letter WHERE case_id = $1 AND photo = $2 AND ($3 OR NOT internal) LIMIT 1",
    dict[str, str],
)


async def of_case(deps: ApiDeps, case_id: str, *, internal: bool) -> list[Letter]:
    """All messages in their order; notes among staff only if they are asked for."""
    rows = await deps.reads.all(_OF_CASE, case_id, internal, MOST)
    return [_opened(deps, row) for row in rows]


async def has_photo(deps: ApiDeps, case_id: str, name: str, *, internal: bool) -> bool:
    """Whether a photo belongs to a complaint or a dispute."""
    return await deps.reads.one(_PHOTO, case_id, name, internal) is not None


def _opened(deps: ApiDeps, row: _LetterRow) -> Letter:
    return Letter(
        id=row.id,
        case_id=row.case_id,
        side=row.side,
        author_id=row.author_id,
        at=row.at,
        text=deps.sealer.open(row.text_sealed, LETTER),
        photo=row.photo,
        internal=row.internal,
    )
