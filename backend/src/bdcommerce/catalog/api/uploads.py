"""Files in requests: as the body itself, or as the field `file` of a form."""

from typing import Any

from litestar import Request
from litestar.datastructures import State, UploadFile
from litestar.enums import RequestEncodingType

from bdcommerce.kernel.errors import Invalid, ensure


async def uploaded(request: Request[Any, Any, State], limit: int, refusal: type[Invalid]) -> bytes:
    """The file that was sent. Raises the refusal naming `file`."""
    data = await request.body()
    if request.content_type[0] == RequestEncodingType.MULTI_PART:
        sent = (await request.form()).get("file")
        if not isinstance(sent, UploadFile):
            raise refusal.field("file", "is missing from the form")
        data = await sent.read()
    ensure(len(data) <= limit, refusal.field("file", f"is longer than {limit} bytes"))
    return data
