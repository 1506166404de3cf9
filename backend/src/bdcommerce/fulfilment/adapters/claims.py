"""Claims as streams of the event log; the read table keeps a parcel from having two open ones."""

from collections.abc import Sequence
from typing import cast

from sqlalchemy.exc import IntegrityError

from bdcommerce.fulfilment.domain.claim import Claim, fold
from bdcommerce.fulfilment.errors import ClaimIsOpen, UnknownClaim
from bdcommerce.fulfilment.events import ClaimEvent, ClaimOpened
from bdcommerce.kernel.work import Recorder


class PostgresClaims:
    """See ports.Claims."""

    def __init__(self, log: Recorder) -> None:
        self._log = log

    async def add(self, opened: ClaimOpened) -> None:
        """See ports.Claims."""
        try:
            await self._log.append(_stream(opened.claim_id), [opened], expected=0)
        except IntegrityError as error:
            raise ClaimIsOpen.of(opened.shipment_id) from error

    async def get(self, claim_id: str) -> Claim:
        """See ports.Claims."""
        history = await self._log.history(_stream(claim_id))
        if not history:
            raise UnknownClaim.of(claim_id)
        return fold(cast("ClaimOpened", history[0]), *cast("list[ClaimEvent]", history[1:]))

    async def append(self, claim: Claim, happened: Sequence[ClaimEvent]) -> None:
        """See ports.Claims."""
        await self._log.append(_stream(claim.claim_id), happened, expected=claim.version)


def _stream(claim_id: str) -> str:
    return f"claim-{claim_id}"
