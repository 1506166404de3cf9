"""Which holds the units of a line come from, and which of them are freed when it has fewer units, or none."""

from collections.abc import Iterable, Sequence

from bdcommerce.orders.domain.order import Order, VendorOrder
from bdcommerce.orders.events import FreedLine, HeldUnits, InspectedUnits, PartKept, PricedLine, StockFreed


def sources(line: PricedLine, hold_id: str) -> tuple[HeldUnits, ...]:
    """Where the units of a line come from; `hold_id` is the order's own hold."""
    return line.holds or (HeldUnits(hold_id=hold_id, quantity=line.quantity),)


def more(line: PricedLine, hold_id: str, added: HeldUnits) -> tuple[HeldUnits, ...]:
    """The same with units of one more hold."""
    return (*sources(line, hold_id), added)


def fewer(line: PricedLine, hold_id: str, quantity: int) -> tuple[HeldUnits, ...]:
    """So many units of the same, the first ones."""
    kept, left = [], quantity
    for held in sources(line, hold_id):
        taken = min(held.quantity, left)
        if taken:
            kept.append(HeldUnits(hold_id=held.hold_id, quantity=taken))
        left -= taken
    return tuple(kept)


def freed_whole(order: Order, part: VendorOrder, lines: Iterable[PricedLine], reason: str) -> list[StockFreed]:
    """Everything of these lines, hold by hold."""
    freed = [
        (held.hold_id, _key(order, part, line, held), line.offer_id, held.quantity)
        for line in lines
        for held in sources(line, order.hold_id)
    ]
    return _by_hold(order, freed, reason)


def freed_by_edit(order: Order, part: VendorOrder, after: Sequence[PricedLine], edit_id: str) -> list[StockFreed]:
    """What live lines had before an edit and have no more after it."""
    has = {(line.line_id, held.hold_id): held.quantity for line in after for held in sources(line, order.hold_id)}
    freed = [
        (
            held.hold_id,
            f"{edit_id}/{line.line_id}/{held.hold_id}",
            line.offer_id,
            held.quantity - has.get((line.line_id, held.hold_id), 0),
        )
        for line in part.live_lines
        for held in sources(line, order.hold_id)
    ]
    return _by_hold(order, [each for each in freed if each[3] > 0], "edited")


def _key(order: Order, part: VendorOrder, line: PricedLine, held: HeldUnits) -> str:
    """Said again, it is the same: that a line's units of a hold are freed happens once."""
    own = held.hold_id == order.hold_id
    return f"{part.id}/{line.line_id}" if own else f"{part.id}/{line.line_id}/{held.hold_id}"


def _by_hold(order: Order, freed: Iterable[tuple[str, str, str, int]], reason: str) -> list[StockFreed]:
    by_hold: dict[str, list[FreedLine]] = {}
    for hold_id, key, offer_id, quantity in freed:
        by_hold.setdefault(hold_id, []).append(FreedLine(key=key, offer_id=offer_id, quantity=quantity))
    return [
        StockFreed(order_id=order.order_id, hold_id=hold_id, lines=tuple(lines), reason=reason)
        for hold_id, lines in by_hold.items()
    ]


def freed_by_return(
    order: Order, part: VendorOrder, return_id: str, inspected: Sequence[InspectedUnits]
) -> list[StockFreed]:
    """What came back as it was sent, from the holds whose units no earlier return has given back."""
    lines = {line.line_id: line for line in part.live_lines}
    freed = [
        (hold_id, f"{return_id}/{each.line_id}/{hold_id}", lines[each.line_id].offer_id, quantity)
        for each in inspected
        for hold_id, quantity in _next(lines[each.line_id], order.hold_id, _back(part, each), each.as_described)
    ]
    return _by_hold(order, freed, "customer_return")


def freed_by_part(order: Order, part: VendorOrder, event: PartKept) -> list[StockFreed]:
    """What the customer did not keep of a parcel, but for what nobody can sell any more; `part` is as it was before."""
    lines = {line.line_id: line for line in part.live_lines}
    freed = [
        (hold_id, f"{part.id}/{each.line_id}/kept/{hold_id}", line.offer_id, quantity)
        for each in event.units
        for line in [lines[each.line_id]]
        for hold_id, quantity in _next(line, order.hold_id, each.kept, line.quantity - each.kept - each.damaged)
    ]
    return _by_hold(order, freed, "not_kept")


def _back(part: VendorOrder, inspected: InspectedUnits) -> int:
    """Units of a line that are in stock again by earlier returns."""
    return sum(each.as_described for one in part.returns for each in one.inspected if each.line_id == inspected.line_id)


def _next(line: PricedLine, hold_id: str, given: int, quantity: int) -> list[tuple[str, int]]:
    """So many units after those that were given back, hold by hold."""
    taken = []
    for held in sources(line, hold_id):
        passed = min(held.quantity, given)
        here = min(held.quantity - passed, quantity)
        given, quantity = given - passed, quantity - here
        if here:
            taken.append((held.hold_id, here))
    return taken
