"""A word, or a photo, over a complaint or a dispute."""

from bdcommerce.compliance.domain.letters import MOST_PHOTOS, Letter, Side
from bdcommerce.compliance.errors import TooManyPhotos
from bdcommerce.compliance.ports import Work
from bdcommerce.kernel import clock, ids
from bdcommerce.kernel.errors import ensure


async def write(
    work: Work, case_id: str, side: Side, author_id: str, text: str, *, photo: str = "", internal: bool = False
) -> Letter:
    """Keep it. The complaint or dispute is locked by whoever calls. Raises TooManyPhotos."""
    if photo:
        ensure(await work.letters.photos(case_id) < MOST_PHOTOS, TooManyPhotos.than(MOST_PHOTOS))
    letter = Letter(
        id=ids.new_id("let"),
        case_id=case_id,
        side=side,
        author_id=author_id,
        at=clock.now(),
        text=text,
        photo=photo,
        internal=internal,
    )
    await work.letters.add(letter)
    return letter
