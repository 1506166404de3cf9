"""A marketplace of any size in minutes, for measuring: the events and read tables that handlers would have written.

Vendors, categories and brands are made by the handlers themselves. Products, offers and stock come many at a time:
their events are decided by the same domain code and stored in the same logs, the shop's tables are filled by its own
projections, and only what one service would tell another about each is left out, because the other has it already.
"""

from bdcommerce.demo.bulk.generating import Progress, generate

__all__ = ["Progress", "generate"]
