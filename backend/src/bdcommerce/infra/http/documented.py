"""What the API document says of files, given as an endpoint's `operation_class`: answers that are not JSON alone."""

from dataclasses import dataclass

from litestar.openapi.spec import OpenAPIFormat, OpenAPIMediaType, OpenAPIResponse, OpenAPIType, Operation, Schema

from bdcommerce.infra import sheets

PDF, WEBP, ZIP = "application/pdf", "image/webp", "application/zip"
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


def _answer_with(operation: Operation, *types: str, instead: bool) -> None:
    for status in ("200", "201"):
        shown = (operation.responses or {}).get(status)
        if isinstance(shown, OpenAPIResponse):
            kept = {} if instead or shown.content is None else shown.content
            shown.content = {**kept, **{kind: OpenAPIMediaType(schema=FILE) for kind in types}}
