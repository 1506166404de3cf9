"""A file brought in through the public API: sent, waited for, its report read."""

import asyncio
from dataclasses import dataclass
from typing import Any

from bdcommerce.demo.client import Api

_LOOK_AGAIN_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a file, as a whole and row by row."""

    whole: dict[str, Any]
    rows: list[dict[str, Any]]


async def brought_in(api: Api, text: str, **terms: str) -> Report:
    """Send a CSV, and stay until it has been worked through."""
    shown = await api.upload("/vendor/imports", text, **terms)
    path = f"/vendor/imports/{shown['id']}"
    while shown["status"] in {"waiting", "running"}:
        await asyncio.sleep(_LOOK_AGAIN_SECONDS)
        shown = await api.get(path)
    page = await api.get(f"{path}/rows", limit=100)
    rows: list[dict[str, Any]] = page["items"]
    while cursor := page["next_cursor"]:
        page = await api.get(f"{path}/rows", limit=100, cursor=cursor)
        rows += page["items"]
    return Report(shown, rows)
