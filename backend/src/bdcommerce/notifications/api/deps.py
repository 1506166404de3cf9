"""What the endpoints work with."""

from dataclasses import dataclass

from bdcommerce.infra.postgres import Reads
from bdcommerce.infra.security import Sealer
from bdcommerce.notifications.adapters.push.settings import WebPushSettings
from bdcommerce.notifications.ports import Deps, OwnKeys


@dataclass(frozen=True, slots=True)
class ApiDeps(Deps):
    """What handlers need, and what is only read."""

    reads: Reads
    sealer: Sealer
    reveal_codes: bool
    keys: OwnKeys
    web_push: WebPushSettings
