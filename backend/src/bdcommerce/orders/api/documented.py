"""What the API document says of answers that are no JSON."""

from dataclasses import dataclass

from litestar.openapi.spec import OpenAPIFormat, OpenAPIMediaType, OpenAPIResponse, OpenAPIType, Operation, Schema

from bdcommerce.infra import sheets

PDF = "application/pdf"
_FILE = Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.BINARY)


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


def _answer_with(operation: Operation, *types: str, instead: bool) -> None:
    shown = (operation.responses or {}).get("200")
    if isinstance(shown, OpenAPIResponse):
        kept = {} if instead or shown.content is None else shown.content
        shown.content = {**kept, **{kind: OpenAPIMediaType(schema=_FILE) for kind in types}}
