"""What can go wrong with files that are brought in."""

from typing import Self

from bdcommerce.kernel.errors import Invalid, NotFound


class UnreadableFile(Invalid):
    """The file is broken as a whole, so nothing of it was imported."""

    code = "unreadable_file"


class UnknownImport(NotFound):
    """There is no such import of this vendor."""

    code = "unknown_import"

    @classmethod
    def named(cls, import_id: str) -> Self:
        return cls(f"there is no import {import_id}", import_id=import_id)
