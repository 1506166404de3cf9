"""Faces that answer the same question once: what they are asked here does not change while a demo is loaded."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import Any

from bdcommerce.contracts.accounts import AccountsFace
from bdcommerce.contracts.catalog import CatalogFace
from bdcommerce.contracts.compliance import ComplianceFace
from bdcommerce.contracts.orders import OrdersFace
from bdcommerce.contracts.vendors import VendorsFace
from bdcommerce.demo.post import Side
from bdcommerce.kernel import clock

_EVERYWHERE: Mapping[type, Collection[str]] = {
    ComplianceFace: {"rules"},
    VendorsFace: {"cards", "pickup", "issuer", "commission"},
    AccountsFace: {"address", "check_address", "place"},
}
_AT_THE_BACK: Mapping[type, Collection[str]] = {
    OrdersFace: {"recipient", "recipient_of_order"},
}


def remembered(face: type, asked: Any, side: Side) -> Any:
    """The same face, with a memory for what does not change once the shops are open."""
    if face is CatalogFace:
        return Remembering(asked, {"offers"}, for_now=side == "front")
    methods = {**_EVERYWHERE, **(_AT_THE_BACK if side == "back" else {})}.get(face)
    return Remembering(asked, methods, for_now=False) if methods else asked


class Remembering:
    """Remembers from `begin` on."""

    remembers = False
    """For all of them: the marketplace has opened."""

    def __init__(self, asked: Any, methods: Collection[str], *, for_now: bool) -> None:
        """`for_now`: only as long as the clock stands still."""
        self._asked = asked
        for name in methods:
            setattr(self, name, self._with_memory(getattr(asked, name), for_now=for_now))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._asked, name)

    @staticmethod
    def _with_memory(ask: Callable[..., Awaitable[Any]], *, for_now: bool) -> Callable[..., Awaitable[Any]]:
        known: dict[str, Any] = {}
        at = clock.now()

        async def answer(*args: Any) -> Any:
            nonlocal at
            if not Remembering.remembers:
                return await ask(*args)
            if for_now and at != clock.now():
                at = clock.now()
                known.clear()
            key = repr([_plain(each) for each in args])
            if key not in known:
                known[key] = await ask(*args)
            return known[key]

        return answer


def _plain(value: Any) -> Any:
    """What tells an argument from others; personal data is not shown by its repr."""
    names = getattr(value, "__slots__", None)
    return [getattr(value, name) for name in names] if names else value
