"""Couriers: so far the operator's own riders."""

import hashlib

from bdcommerce.fulfilment.ports import CourierJob

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


class OwnRiders:
    """The operator's own riders see the parcel in the list of shipments; nobody else has to be told."""

    name = "own_riders"

    async def book(self, job: CourierJob) -> str:
        """A tracking number that follows from the reference, with no letter that could be taken for another."""
        number = int.from_bytes(hashlib.sha256(job.reference.encode()).digest()[:8], "big")
        letters = []
        for _ in range(10):
            number, index = divmod(number, len(_ALPHABET))
            letters.append(_ALPHABET[index])
        return "OR" + "".join(letters)
