"""Files brought into a catalog over HTTP, with the words of its tests."""

from typing import Any

import httpx

from catalog.market import Market, ok
from support import tokens


async def send(market: Market, vendor_id: str, data: Any, **options: Any) -> httpx.Response:
    return await market.harness.post(
        "/vendor/imports",
        as_=tokens.vendor(vendor_id),
        content=data,
        params=options,
        headers={"Content-Type": "text/csv"},
    )


async def report_of(market: Market, vendor_id: str, import_id: str) -> Any:
    """An import with what became of its rows under `rows`, and remarks under `notes`."""
    as_, path = tokens.vendor(vendor_id), f"/vendor/imports/{import_id}"
    shown = ok(await market.harness.get(path, as_=as_))
    page = ok(await market.harness.get(f"{path}/rows", params={"limit": 100}, as_=as_))
    said = page["items"]
    while cursor := page["next_cursor"]:
        page = ok(await market.harness.get(f"{path}/rows", params={"limit": 100, "cursor": cursor}, as_=as_))
        said += page["items"]
    rows = [each for each in said if each["result"] != "noted"]
    assert len({each["row"] for each in rows}) == shown["done"]
    counted = sum(shown[result] for result in ("created", "updated", "unchanged", "refused"))
    assert counted == shown["done"], shown
    return {**shown, "items": rows, "notes": [each for each in said if each["result"] == "noted"], "rows": rows}


async def bring_in(market: Market, vendor_id: str, data: bytes, **options: Any) -> Any:
    """Send a file, wait until it has been worked through, and read its report."""
    begun = ok(await send(market, vendor_id, data, **options))
    await market.harness.settle()
    report = await report_of(market, vendor_id, begun["id"])
    assert (report["status"], report["problem"]) == ("done", ""), report
    return report


def results(report: Any) -> list[tuple[int, str]]:
    return [(each["row"], each["result"]) for each in report["rows"]]


def reasons(report: Any) -> list[tuple[int, str, str]]:
    """Row, column and code of everything that was refused."""
    return [(each["row"], each["field"], each["code"]) for each in report["rows"] if each["result"] == "refused"]
