"""The record of what was said with outside parties, kept for disputes in the schema of the service that said it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

from bdcommerce.infra import telemetry
from bdcommerce.infra.outside.masking import masked_body, masked_text
from bdcommerce.infra.postgres import Database, Query
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import BdError

_WRITE = text("""
    INSERT INTO exchange (at, party, operation, reference, method, path, request, status, outcome, response, seconds)
    VALUES (:at, :party, :operation, :reference, :method, :path, :request, :status, :outcome, :response, :seconds)
""")

_log = telemetry.logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One exchange as it is kept. Texts are masked."""

    party: str
    operation: str
    reference: str
    """What it was about, an id of ours; may be empty."""
    method: str
    path: str
    request: str
    status: int | None
    """None: there was no answer."""
    outcome: str
    """`answered`, `no_answer`, `not_reached`, `abandoned`, or `heard` when the other side called us."""
    response: str
    seconds: float
    at: datetime


ABOUT = Query(
    "infra.exchanges_about",
    """
    SELECT party, operation, reference, method, path, request, status, outcome, response, seconds, at
    FROM exchange WHERE reference = $1 ORDER BY id DESC LIMIT $2
    """,
    Exchange,
)


class Exchanges:
    """The record of one service."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, exchange: Exchange) -> None:
        """Write it down. What cannot be written down is said in the log and lost: it has happened all the same."""
        names = {name: getattr(exchange, name) for name in Exchange.__slots__}
        try:
            async with self._database.transaction() as tx:
                await tx.execute(_WRITE, names)
        except BdError as error:
            _log.warning("exchange_not_kept", party=exchange.party, operation=exchange.operation, code=error.code)

    async def heard(
        self,
        party: str,
        operation: str,
        path: str,
        body: bytes,
        *,
        content_type: str = "application/json",
        reference: str = "",
        outcome: str = "heard",
        mask: Collection[str] = (),
    ) -> None:
        """Write down a call that came in (a webhook), whether or not it was believed."""
        kept = Exchange(
            party=party,
            operation=operation,
            reference=reference,
            method="POST",
            path=masked_text(path),
            request=masked_body(body, content_type, mask),
            status=None,
            outcome=outcome,
            response="",
            seconds=0,
            at=clock.now(),
        )
        await self.keep(kept)

    async def about(self, reference: str, limit: int = 100) -> list[Exchange]:
        """What was said about something, the latest first."""
        return await self._database.reads.all(ABOUT, reference, limit)
