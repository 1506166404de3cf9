"""What the API document says of files, given as an endpoint's `operation_class`: bodies and answers that are not JSON
alone.
"""

from dataclasses import dataclass

from litestar.openapi.spec import (
    OpenAPIFormat,
    OpenAPIMediaType,
    OpenAPIResponse,
    OpenAPIType,
    Operation,
    RequestBody,
    Schema,
)

from bdcommerce.infra import sheets

PDF, WEBP, ZIP, FORM = "application/pdf", "image/webp", "application/zip", "multipart/form-data"
FILE = Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.BINARY)


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
class PdfOrSheet(Operation):
    """A PDF, or a table as CSV or XLSX."""

    def __post_init__(self) -> None:
        _answer_with(self, PDF, *sheets.TYPES.values(), instead=True)


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


def takes_file(*types: str, at_most: int, form: bool = True) -> type[Operation]:
    """A file of one of these types and at most so many bytes, as the body or (`form`) as the field `file` of a form."""
    *others, last = (f"`{each}`" for each in types)
    named = f"{', '.join(others)} or {last}" if others else last
    says = f"{named}, at most {at_most / 1_000_000:g} MB, as the body{' or as the field `file` of a form' * form}"
    fields = Schema(type=OpenAPIType.OBJECT, properties={"file": FILE}, required=["file"])
    content = {each: OpenAPIMediaType(schema=FILE) for each in types}
    content |= {FORM: OpenAPIMediaType(schema=fields)} if form else {}

    @dataclass
    class TakesFile(Operation):
        def __post_init__(self) -> None:
            self.request_body = RequestBody(required=True, content=content, description=says)

    return TakesFile


def _answer_with(operation: Operation, *types: str, instead: bool) -> None:
    for status in ("200", "201"):
        shown = (operation.responses or {}).get(status)
        if isinstance(shown, OpenAPIResponse):
            kept = {} if instead or shown.content is None else shown.content
            shown.content = {**kept, **{kind: OpenAPIMediaType(schema=FILE) for kind in types}}
