"""What the catalog does about what others tell, and about its own timers."""

from bdcommerce.catalog.consumers.heard import HEARD
from bdcommerce.catalog.consumers.imports import import_due
from bdcommerce.catalog.events.imports import ImportDue
from bdcommerce.infra.service import Consumer

CONSUMERS = (*HEARD, Consumer(ImportDue, import_due))

__all__ = ["CONSUMERS"]
