"""Notifications over HTTP: messages and texts for staff, wishes and inboxes for people and vendors."""

from bdcommerce.notifications.api import campaigns, devices, gateways, hooks, inbox, messages, templates, wishes
from bdcommerce.notifications.api.deps import ApiDeps

ROUTES = (
    *messages.ROUTES,
    *templates.ROUTES,
    *wishes.ROUTES,
    *inbox.ROUTES,
    *hooks.ROUTES,
    *gateways.ROUTES,
    *devices.ROUTES,
    *campaigns.ROUTES,
)

__all__ = ["ROUTES", "ApiDeps"]
