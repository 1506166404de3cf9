"""What the constraints of the database mean."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from sqlalchemy.exc import IntegrityError

from bdcommerce.kernel.errors import BdError


@contextmanager
def meaning(taken: Mapping[str, BdError]) -> Iterator[None]:
    """What a violated unique constraint means, by its name."""
    try:
        yield
    except IntegrityError as error:
        name = getattr(getattr(error.orig, "__cause__", None), "constraint_name", "")
        if name not in taken:
            raise
        raise taken[name] from error
