"""Photos as bodies, which an endpoint reads itself."""

from dataclasses import dataclass
from typing import Any

from litestar import Request
from litestar.datastructures import State, UploadFile
from litestar.enums import RequestEncodingType
from litestar.openapi.spec import (
    OpenAPIMediaType,
    OpenAPIType,
    Operation,
    RequestBody,
    Schema,
)

from bdcommerce.compliance.errors import BadPhoto
from bdcommerce.infra.http.documented import FILE

PHOTO_BYTES = 6_000_000
PHOTO_BODY = PHOTO_BYTES + 100_000
"""A form around the photo takes some more."""


@dataclass
class TakesPhoto(Operation):
    """A picture as the body, or as the field `file` of a form."""

    def __post_init__(self) -> None:
        form = Schema(type=OpenAPIType.OBJECT, properties={"file": FILE}, required=["file"])
        content = {kind: OpenAPIMediaType(schema=FILE) for kind in ("image/jpeg", "image/png", "image/webp")}
        content["multipart/form-data"] = OpenAPIMediaType(schema=form)
        self.request_body = RequestBody(required=True, content=content)


async def photo_of(request: Request[Any, Any, State]) -> bytes:
    """The picture that was sent. Raises BadPhoto."""
    if request.content_type[0] == RequestEncodingType.MULTI_PART:
        sent = (await request.form()).get("file")
        if not isinstance(sent, UploadFile):
            raise BadPhoto.because("is missing from the form")
        content = await sent.read()
    else:
        content = await request.body()
    if len(content) > PHOTO_BYTES:
        raise BadPhoto.because(f"is longer than {PHOTO_BYTES} bytes")
    return content
