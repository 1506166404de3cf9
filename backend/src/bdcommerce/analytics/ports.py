"""What analytics needs of the world: its own log."""

from dataclasses import dataclass

from bdcommerce.kernel.work import Work, Works


@dataclass(frozen=True, slots=True)
class Deps:
    """What consumers work with."""

    works: Works[Work]
