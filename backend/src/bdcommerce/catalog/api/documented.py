"""What the API document says of answers that are no JSON."""

from dataclasses import dataclass

from litestar.openapi.spec import OpenAPIFormat, OpenAPIMediaType, OpenAPIResponse, OpenAPIType, Operation, Schema

from bdcommerce.infra import sheets

_FILE = Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.BINARY)


@dataclass
class AlsoAsSheet(Operation):
    """JSON, or the same rows as CSV or XLSX."""

    def __post_init__(self) -> None:
        shown = (self.responses or {}).get("200")
        if isinstance(shown, OpenAPIResponse):
            files = {kind: OpenAPIMediaType(schema=_FILE) for kind in sheets.TYPES.values()}
            shown.content = {**(shown.content or {}), **files}
