"""Sealed columns: a value is sealed together with the vendor it belongs to, so that no row can pass for another's."""

from typing import TypeVar

import msgspec

from bdcommerce.infra.security import Sealer, Unreadable

T = TypeVar("T")


class SealedColumns:
    """See ports.Vault."""

    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer

    def seal(self, vendor_id: str, column: str, value: object) -> str:
        """See ports.Vault."""
        return self._sealer.seal(msgspec.json.encode([vendor_id, value]).decode(), _context(column))

    def open(self, vendor_id: str, column: str, sealed: str, shape: type[T]) -> T:
        """See ports.Vault."""
        opened = self._sealer.open(sealed, _context(column))
        whose, value = msgspec.json.decode(opened, type=tuple[str, msgspec.Raw])
        if whose != vendor_id:
            raise Unreadable(f"the {column} of another vendor")
        return msgspec.json.decode(value, type=shape)

    def blind(self, column: str, value: str) -> str:
        """See ports.Vault."""
        return self._sealer.blind(value, _context(column)) if value else ""


def _context(column: str) -> str:
    return f"vendors.sealed_record.{column}"
