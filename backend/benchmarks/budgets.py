"""What the design's §9 asks for, held against what came out."""

from collections.abc import Iterator

from backend.benchmarks.measuring import percentile
from backend.benchmarks.table import Report, Verdict, explained, ratio

SIDE_BY_SIDE = 16
"""Clients at which rates are judged."""
AT_CHECKOUT = 32


def judge(report: Report) -> list[Verdict]:
    """All of them."""
    shop = [*_reads(report), *_purchases(report), *_rushes(report), *_beside(report)] if report.lines else []
    return [*shop, *_books(report)]


def _reads(report: Report) -> Iterator[Verdict]:
    for what, least in (("listing", 1_500), ("detail", 1_500), ("search", 700)):
        of = report.of(what, SIDE_BY_SIDE)
        why = explained(of)
        yield Verdict(f"{what}, not kept: a second", least, of.per_second, "/s", why=why)
        if what != "search":
            dearness = ratio(of, report.bare(what))
            yield Verdict(f"{what}, not kept: CPU, bare query and endpoint", 3, dearness, "×", "at most", why)
    for what in ("listing, kept", "detail, kept"):
        of = report.of(what, SIDE_BY_SIDE)
        yield Verdict(f"{what}: CPU, bare endpoint", 1.5, ratio(of, report.bare(what)), "×", "at most", explained(of))


def _purchases(report: Report) -> Iterator[Verdict]:
    cart, checkout = report.of("cart and a line", SIDE_BY_SIDE), report.of("checkout", AT_CHECKOUT)
    yield Verdict("cart: take one and add a line", 500, cart.per_second, "/s", why=explained(cart))
    why = explained(checkout)
    yield Verdict("checkout, 32 at once: a second", 200, checkout.per_second, "/s", why=why)
    yield Verdict("checkout, 32 at once: p95", 200, checkout.ms(95), "ms", "at most", why)


def _rushes(report: Report) -> Iterator[Verdict]:
    if report.crowd and report.held:
        sold, units = report.crowd.done, report.held.units
        off = abs(sold - units) + abs(report.held.granted - units)
        yield Verdict(f"one hot offer, 1,000 buyers, {units} units: more or fewer sold or held", 0, off, "", "at most")
        why = "a hold also takes from lots and tells of stock; see backend/benchmarks/holds.py"
        yield Verdict("one hot offer: holds a second", 5_000, report.held.per_second, "/s", why=why)


def _beside(report: Report) -> Iterator[Verdict]:
    for clients in (1, AT_CHECKOUT):
        if of := report.heard.get(clients):
            late = percentile(of.delays, 95) * 1000
            why = "the same process serves calls and consumers, and calls come first when its one core is full"
            yield Verdict(f"events, {clients} checking out: p95 to the consumer", 250, late, "ms", "at most", why)
    server, database = report.idle
    why = f"the process takes {server:,.0f} MB, PostgreSQL with its buffers {database:,.0f}"
    yield Verdict("memory of the server process, idle", 400, server, "MB", "at most", why)
    yield Verdict("memory of the whole, idle", 400, server + database, "MB", "at most", why)


def _books(report: Report) -> Iterator[Verdict]:
    if books := report.books:
        yield Verdict(f"books of {books.lines:,} lines: verified in", 60, books.verified, "s", "at most")
        slowest = max((books.page, books.month, books.biggest), key=lambda each: each.ms(95))
        yield Verdict("a vendor's statement: p95", 200, slowest.ms(95), "ms", "at most", explained(slowest))
