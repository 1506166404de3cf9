"""Files in requests: as the body itself, or as the field `file` of a form."""

from dataclasses import dataclass
from typing import Any

from litestar import Request
from litestar.datastructures import State, UploadFile
from litestar.enums import RequestEncodingType
from litestar.openapi.spec import OpenAPIFormat, OpenAPIMediaType, OpenAPIType, Operation, RequestBody, Schema

from bdcommerce.kernel.errors import Invalid, ensure

_FILE = Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.BINARY)


def takes_file(*types: str) -> type[Operation]:
    """The document's words for a body that the endpoint reads itself."""

    @dataclass
    class TakesFile(Operation):
        def __post_init__(self) -> None:
            form = Schema(type=OpenAPIType.OBJECT, properties={"file": _FILE}, required=["file"])
            content = {each: OpenAPIMediaType(schema=_FILE) for each in types}
            content["multipart/form-data"] = OpenAPIMediaType(schema=form)
            self.request_body = RequestBody(required=True, content=content)

    return TakesFile


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
