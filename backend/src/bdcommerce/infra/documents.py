"""Documents on paper: a Typst template and data become PDF, or pictures of its pages. Bangla is shaped by HarfBuzz.

A template reads its data with `json(bytes(sys.inputs.data))`; markup is never made from data, so no text can break out.
"""

import asyncio
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any, Literal

import msgspec
import typst

_Kind = Literal["pdf", "png"]


async def pdf(template: str, data: Mapping[str, Any]) -> bytes:
    """The document as PDF. Fonts: "Noto Sans", "Noto Sans Bengali". Raises RuntimeError for a wrong template."""
    return (await asyncio.to_thread(_compiled, template, data, "pdf"))[0]


async def png(template: str, data: Mapping[str, Any], *, pixels_per_inch: int = 144) -> list[bytes]:
    """The document's pages as pictures."""
    return await asyncio.to_thread(_compiled, template, data, "png", pixels_per_inch)


def _compiled(template: str, data: Mapping[str, Any], kind: _Kind, pixels_per_inch: int | None = None) -> list[bytes]:
    made: bytes | list[bytes] = typst.compile(
        template.encode(),
        format=kind,
        ppi=pixels_per_inch,
        font_paths=_fonts(),
        sys_inputs={"data": msgspec.json.encode(data).decode()},
    )
    return made if isinstance(made, list) else [made]


@cache
def _fonts() -> typst.Fonts:
    """Read once: a process makes many documents."""
    folder = str(resources.files("bdcommerce.infra") / "fonts")
    return typst.Fonts(include_system_fonts=False, font_paths=[folder])
