"""The unit of work of notifications, and what its edges work with."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bdcommerce.contracts.accounts import AccountsFace
from bdcommerce.contracts.catalog import CatalogFace
from bdcommerce.contracts.orders import OrdersFace
from bdcommerce.contracts.vendors import VendorsFace
from bdcommerce.kernel.work import Work as AnyWork
from bdcommerce.kernel.work import Works
from bdcommerce.notifications.domain.templates import Channel
from bdcommerce.notifications.ports.delivering import Caps, Deliveries, Gateway, Reports, Switchboard
from bdcommerce.notifications.ports.messages import Inbox, Outbox, PreferenceBook, Texts
from bdcommerce.notifications.ports.people import Campaigns, Consents, Devices


class Work(AnyWork, Protocol):
    """The unit of work of notifications."""

    @property
    def outbox(self) -> Outbox: ...

    @property
    def inbox(self) -> Inbox: ...

    @property
    def texts(self) -> Texts: ...

    @property
    def preferences(self) -> PreferenceBook: ...

    @property
    def deliveries(self) -> Deliveries: ...

    @property
    def switchboard(self) -> Switchboard: ...

    @property
    def reports(self) -> Reports: ...

    @property
    def devices(self) -> Devices: ...

    @property
    def consents(self) -> Consents: ...

    @property
    def campaigns(self) -> Campaigns: ...


class Leave(Protocol):
    """How people say, without signing in, that they want no more of something."""

    def link(self, owner_id: str, channel: Channel) -> str:
        """Where a mailbox says it for them, in one call."""

    def page(self, owner_id: str, channel: Channel) -> str:
        """Where they say it themselves."""

    def who(self, token: str) -> tuple[str, Channel]:
        """Whose word it is, and of which channel. Raises BadLeave."""


@dataclass(frozen=True, slots=True)
class Deps:
    """What consumers, jobs and the face work with."""

    works: Works[Work]
    orders: OrdersFace
    vendors: VendorsFace
    accounts: AccountsFace
    catalog: CatalogFace
    gateways: Sequence[Gateway]
    """In the order in which they are asked."""
    caps: Caps
    leave: Leave
