"""The marketplace in this very process: its services as the command line has built them, asked without a network."""

from collections.abc import Mapping
from typing import Any, Protocol

from bdcommerce.infra.postgres import Postgres
from bdcommerce.infra.service import Wired
from bdcommerce.infra.worker import Worker


class Marketplace(Protocol):
    """All services, built over one database."""

    @property
    def postgres(self) -> Postgres:
        """Where they keep what they know."""

    @property
    def wired(self) -> Mapping[str, Wired]:
        """The services by name."""

    def find(self, face: type) -> Any:
        """What others may ask of a service."""

    def worker(self) -> Worker:
        """What carries events from one to the others."""


def deps_of(market: Marketplace, service: str) -> Any:
    """What a service's own handlers are given."""
    return market.wired[service].deps
