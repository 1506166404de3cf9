"""The outbox on PostgreSQL: who a message goes to and what it says are sealed."""

import msgspec
from sqlalchemy.dialects.postgresql import insert

from bdcommerce.infra.postgres import Transaction
from bdcommerce.infra.security import Sealer
from bdcommerce.infra.unit_of_work import Log, Unit
from bdcommerce.notifications.ports import Written
from bdcommerce.notifications.tables import PARAMS, TO, message


class PostgresOutbox:
    """See ports.Outbox."""

    def __init__(self, tx: Transaction, sealer: Sealer) -> None:
        self._tx, self._sealer = tx, sealer

    async def write(self, written: Written) -> None:
        """See ports.Outbox."""
        row = {
            "id": written.id,
            "key": written.key,
            "template": written.template,
            "channel": written.channel,
            "to_sealed": self._sealer.seal(written.to, TO),
            "to_index": self._sealer.blind(written.to, TO),
            "language": written.language,
            "params_sealed": self._sealer.seal(msgspec.json.encode(written.params).decode(), PARAMS),
            "at": written.at,
        }
        await self._tx.execute(insert(message).values(row).on_conflict_do_nothing(index_elements=["key"]))


class PostgresWork:
    """See ports.Work."""

    def __init__(self, unit: Unit, sealer: Sealer) -> None:
        self.log: Log = unit.log
        self.outbox = PostgresOutbox(unit.tx, sealer)
