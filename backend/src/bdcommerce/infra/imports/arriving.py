"""How a file comes in over HTTP: streamed to disk, as the body itself or as the field `file` of a form."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, BinaryIO, cast

from litestar import Request
from litestar.datastructures import State, UploadFile
from litestar.enums import RequestEncodingType

from bdcommerce.infra.http.documented import takes_file
from bdcommerce.infra.http.problems import TooLarge
from bdcommerce.infra.sheets import TYPES, Unreadable
from bdcommerce.kernel.errors import ensure

MAX_BYTES = 64_000_000
_AROUND_A_FORM = 10_000
_IN_MEMORY = 1_000_000
TAKES_TABLE: dict[str, Any] = {
    "streamed": True,
    "request_max_body_size": MAX_BYTES + _AROUND_A_FORM,
    "operation_class": takes_file(*TYPES.values(), at_most=MAX_BYTES),
}
"""What an endpoint that takes such a file says to its decorator."""


@asynccontextmanager
async def received(request: Request[Any, Any, State]) -> AsyncIterator[BinaryIO]:
    """The file that was sent, on disk if it is not small. Raises TooLarge, Unreadable."""
    if request.content_type[0] == RequestEncodingType.MULTI_PART:
        sent = (await request.form()).get("file")
        if not isinstance(sent, UploadFile):
            raise Unreadable.field("file", "is missing from the form")
        sent.file.seek(0)
        yield cast("BinaryIO", sent.file)
        await sent.close()
        return
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as file:
        size = 0
        async for piece in request.stream():
            size += len(piece)
            ensure(size <= MAX_BYTES, TooLarge(f"the file is longer than {MAX_BYTES} bytes"))
            file.write(piece)
        file.seek(0)
        yield cast("BinaryIO", file)
