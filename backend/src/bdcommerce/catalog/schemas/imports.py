"""The columns of our own files, as they are documented."""

import msgspec


class ColumnView(msgspec.Struct, frozen=True, kw_only=True):
    """A column of a file."""

    name: str
    what: str
    """What it holds."""
    limits: str
    """In which unit, and how much of it."""
    required: bool
    """Whether the file must have it; of what it must say for a new product, the report of a dry run tells."""
    example: str
