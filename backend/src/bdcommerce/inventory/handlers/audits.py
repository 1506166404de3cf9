"""Audit what has come of all movements."""

from collections.abc import Sequence

from bdcommerce.inventory.domain import Audited
from bdcommerce.inventory.ports import Work


async def audit(work: Work, offer_ids: Sequence[str]) -> list[Audited]:
    """Hold the rows of these offers against their movements and keep what came out.

    A movement never changes, so they are folded before the rows are locked: buyers wait only while those are read that
    have come in meanwhile, and the rows that differ are looked at again.
    """
    remembered = [await work.audits.remembered(offer_id) for offer_id in offer_ids]
    folded = {begun.stock.offer_id: await work.audits.folded(begun) for begun in remembered}
    rows = await work.audits.rows(offer_ids)
    for offer_id, position in folded.items():
        if rows[offer_id] != position:
            folded[offer_id] = await work.audits.folded(position)
    audits = [
        Audited(rows[begun.stock.offer_id], folded[begun.stock.offer_id], begun.stock.version) for begun in remembered
    ]
    await work.audits.keep(audits)
    return audits
