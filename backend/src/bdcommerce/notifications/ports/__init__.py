"""What notifications need of the world."""

from bdcommerce.notifications.ports.delivering import (
    Caps,
    Deliveries,
    Gateway,
    Health,
    Parcel,
    Report,
    Reports,
    Switchboard,
    Told,
)
from bdcommerce.notifications.ports.messages import Edit, Inbox, Item, Outbox, PreferenceBook, Texts, Written
from bdcommerce.notifications.ports.people import Campaigns, Consents, Device, DeviceKind, Devices, OwnKeys
from bdcommerce.notifications.ports.work import Deps, Leave, Work

__all__ = [
    "Campaigns",
    "Caps",
    "Consents",
    "Deliveries",
    "Deps",
    "Device",
    "DeviceKind",
    "Devices",
    "Edit",
    "Gateway",
    "Health",
    "Inbox",
    "Item",
    "Leave",
    "Outbox",
    "OwnKeys",
    "Parcel",
    "PreferenceBook",
    "Report",
    "Reports",
    "Switchboard",
    "Texts",
    "Told",
    "Work",
    "Written",
]
