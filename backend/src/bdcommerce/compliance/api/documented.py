"""What the API document says of files: bodies that an endpoint reads itself, and answers that are no JSON."""

from dataclasses import dataclass
from typing import Any

from litestar import Request
from litestar.datastructures import State, UploadFile
from litestar.enums import RequestEncodingType
from litestar.openapi.spec import (
    OpenAPIFormat,
    OpenAPIMediaType,
    OpenAPIResponse,
    OpenAPIType,
    Operation,
    RequestBody,
    Schema,
)

from bdcommerce.compliance.errors import BadPhoto
from bdcommerce.infra import sheets

PDF, WEBP, ZIP = "application/pdf", "image/webp", "application/zip"
PHOTO_BYTES = 6_000_000
PHOTO_BODY = PHOTO_BYTES + 100_000
"""A form around the photo takes some more."""
_FILE = Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.BINARY)


@dataclass
class TakesPhoto(Operation):
    """A picture as the body, or as the field `file` of a form."""

    def __post_init__(self) -> None:
        form = Schema(type=OpenAPIType.OBJECT, properties={"file": _FILE}, required=["file"])
        content = {kind: OpenAPIMediaType(schema=_FILE) for kind in ("image/jpeg", "image/png", "image/webp")}
        content["multipart/form-data"] = OpenAPIMediaType(schema=form)
        self.request_body = RequestBody(required=True, content=content)


@dataclass
class AlsoAsSheet(Operation):
    """JSON, or the same rows as CSV or XLSX."""

    def __post_init__(self) -> None:
        _answer_with(self, *sheets.TYPES.values(), instead=False)


@dataclass
class Sheet(Operation):
    """A table as CSV or XLSX."""

    def __post_init__(self) -> None:
        _answer_with(self, *sheets.TYPES.values(), instead=True)


@dataclass
class Pdf(Operation):
    """A PDF."""

    def __post_init__(self) -> None:
        _answer_with(self, PDF, instead=True)


@dataclass
class Picture(Operation):
    """A WebP picture."""

    def __post_init__(self) -> None:
        _answer_with(self, WEBP, instead=True)


@dataclass
class Archive(Operation):
    """A ZIP archive."""

    def __post_init__(self) -> None:
        _answer_with(self, ZIP, instead=True)


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


def _answer_with(operation: Operation, *types: str, instead: bool) -> None:
    for status in ("200", "201"):
        shown = (operation.responses or {}).get(status)
        if isinstance(shown, OpenAPIResponse):
            kept = {} if instead or shown.content is None else shown.content
            shown.content = {**kept, **{kind: OpenAPIMediaType(schema=_FILE) for kind in types}}
