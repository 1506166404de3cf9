"""An open unit of work, and everything that edges work with."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from bdcommerce.accounts.domain.codes import Blind
from bdcommerce.accounts.domain.gazetteer import Gazetteer
from bdcommerce.accounts.domain.geography import Geography
from bdcommerce.accounts.domain.second_factors import Demand
from bdcommerce.accounts.domain.throttles import Limits
from bdcommerce.accounts.ports.crafts import Authenticator, DeviceNotes, Passwords, Proofs, Tokens
from bdcommerce.accounts.ports.keys import ApiKeys, Keys
from bdcommerce.accounts.ports.people import Addresses, Consents, ContactChanges, People, Roles
from bdcommerce.accounts.ports.signing_in import Codes, Devices, Messages, SecondFactors, Sessions, Throttles
from bdcommerce.contracts.notifications import NotificationsFace
from bdcommerce.contracts.vendors import VendorsFace
from bdcommerce.kernel.work import Recorder, Works


class Work(Protocol):
    """An open unit of work of accounts."""

    @property
    def log(self) -> Recorder: ...
    @property
    def people(self) -> People: ...
    @property
    def roles(self) -> Roles: ...
    @property
    def consents(self) -> Consents: ...
    @property
    def codes(self) -> Codes: ...
    @property
    def contact_changes(self) -> ContactChanges: ...
    @property
    def sessions(self) -> Sessions: ...
    @property
    def devices(self) -> Devices: ...
    @property
    def throttles(self) -> Throttles: ...
    @property
    def second_factors(self) -> SecondFactors: ...
    @property
    def messages(self) -> Messages: ...
    @property
    def addresses(self) -> Addresses: ...
    @property
    def keys(self) -> Keys: ...
    @property
    def api_keys(self) -> ApiKeys: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Deps:
    """All of it."""

    works: Works[Work]
    passwords: Passwords
    tokens: Tokens
    proofs: Proofs
    device_notes: DeviceNotes
    limits: Limits
    authenticator: Authenticator
    second_factor: Demand
    """Whether staff may do without one."""
    blind: Blind
    geography: Geography
    gazetteer: Callable[[], Awaitable[Gazetteer]]
    notifications: NotificationsFace
    vendors: VendorsFace
    key_period: timedelta
    """How long a signing key signs."""
