"""Photos as bodies, which an endpoint reads itself."""

from typing import Any

from litestar import Request
from litestar.datastructures import State, UploadFile
from litestar.enums import RequestEncodingType

from bdcommerce.infra.http.documented import takes_file
from bdcommerce.infra.pictures import BadPhoto

PHOTO_BYTES = 6_000_000
PHOTO_BODY = PHOTO_BYTES + 100_000
"""A form around the photo takes some more."""

TakesPhoto = takes_file("image/jpeg", "image/png", "image/webp", at_most=PHOTO_BYTES)


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
