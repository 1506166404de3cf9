"""What SMS gateways report back."""

from typing import Annotated, Any

from litestar import Request
from litestar.datastructures import State
from litestar.enums import RequestEncodingType
from litestar.openapi.spec import OpenAPIMediaType, OpenAPIType, Operation, RequestBody, Schema
from litestar.params import HeaderParameter, PathParameter, QueryParameter

from bdcommerce.infra.http import post
from bdcommerce.infra.http.access import outsider
from bdcommerce.kernel.errors import ensure
from bdcommerce.notifications.api.deps import ApiDeps
from bdcommerce.notifications.errors import BadReport, NoSuchGateway
from bdcommerce.notifications.handlers import delivering
from bdcommerce.notifications.handlers.delivering import ways_of

MAX_BYTES = 65_536
Name = Annotated[
    str, PathParameter(max_length=30, pattern=r"^[a-z]+$", description="the name of a gateway, as `sslwireless`")
]
Token = Annotated[
    str, HeaderParameter(name="X-Report-Token", max_length=200, description="what was agreed with that gateway")
]
TokenInAddress = Annotated[
    str, QueryParameter(name="token", max_length=200, description="for gateways that can be given an address only")
]


class _TakesReport(Operation):
    """The document's words for a body that the endpoint reads itself."""

    def __post_init__(self) -> None:
        anything = OpenAPIMediaType(schema=Schema(type=OpenAPIType.OBJECT))
        content = {RequestEncodingType.JSON.value: anything, RequestEncodingType.URL_ENCODED.value: anything}
        self.request_body = RequestBody(required=True, content=content)


@post(
    "/hooks/sms/{gateway:str}",
    access=outsider(),
    summary="A gateway reports what became of messages",
    raises=[NoSuchGateway, BadReport],
    status_code=202,
    max_bytes=MAX_BYTES,
    operation_class=_TakesReport,
)
async def take_report(
    gateway: Name,
    request: Request[Any, Any, State],
    deps: ApiDeps,
    token: Token = "",
    token_in_address: TokenInAddress = "",
) -> None:
    """With the token that was agreed with that gateway. It is stored as it comes and read a moment later; the same
    report again changes nothing.
    """
    known = ways_of(deps).named(gateway)
    ensure(known.believes(token or token_in_address), BadReport("this is not from that gateway"))
    body, content_type = await request.body(), request.headers.get("content-type", "")
    async with deps.works() as work:
        await delivering.heard(work, gateway, content_type[:200], body)


ROUTES = (take_report,)
