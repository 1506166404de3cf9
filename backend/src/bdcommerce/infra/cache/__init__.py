"""Answers that are kept for a while, under tags by which they are dropped when something has happened."""

from bdcommerce.infra.cache.declaration import Cached
from bdcommerce.infra.cache.memory import InProcessCache
from bdcommerce.infra.cache.port import Answer, Cache, Kept, Mark

__all__ = ["Answer", "Cache", "Cached", "InProcessCache", "Kept", "Mark"]
