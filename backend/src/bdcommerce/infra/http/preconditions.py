"""Versions of things that two people may change: read as an ETag, sent back as If-Match or in the body."""

from typing import Annotated

from litestar.params import HeaderParameter

from bdcommerce.kernel.errors import Invalid, ensure

IfMatch = Annotated[str, HeaderParameter(name="If-Match", max_length=40, description="the ETag that was read")]
"""Declare it with its default: `if_match: IfMatch = ""`."""


def read_version(if_match: str, version: int | None) -> int:
    """The version a caller has read, from the header or the body. Raises Invalid if neither says it."""
    if version is not None:
        return version
    stated = if_match.strip().removeprefix("W/").strip('"')
    ensure(stated.isdecimal() and stated.isascii(), Invalid.field("version", "send the version you read, or If-Match"))
    return int(stated)


def etag(version: int) -> dict[str, str]:
    """The header that says which version was read."""
    return {"ETag": f'"{version}"'}
