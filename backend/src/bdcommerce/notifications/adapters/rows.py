"""Messages as rows: what is sealed in them, and what they are once opened."""

import msgspec
from sqlalchemy import RowMapping

from bdcommerce.infra.security import Sealer
from bdcommerce.notifications.domain.sms import Parts
from bdcommerce.notifications.ports import Written
from bdcommerce.notifications.tables import PARAMS, TO


def sealed_params(sealer: Sealer, params: dict[str, str]) -> str:
    """Values that nobody reads in the database."""
    return sealer.seal(msgspec.json.encode(params).decode(), PARAMS)


def opened_params(sealer: Sealer, sealed: str) -> dict[str, str]:
    """The values again."""
    return msgspec.json.decode(sealer.open(sealed, PARAMS), type=dict[str, str])


def written_of(row: RowMapping, sealer: Sealer) -> Written:
    """A row of the outbox as what it stands for."""
    sized = row["encoding"] and row["parts"]
    return Written(
        id=row["id"],
        key=row["key"],
        template=row["template"],
        version=row["version"],
        channel=row["channel"],
        to=sealer.open(row["to_sealed"], TO),
        owner_id=row["owner_id"],
        language=row["language"],
        params=opened_params(sealer, row["params_sealed"]),
        at=row["at"],
        fate=row["fate"],
        due_at=row["due_at"],
        parts=Parts(encoding=row["encoding"], units=0, parts=row["parts"]) if sized else None,
        campaign_id=row["campaign_id"],
    )
