"""Short texts and ids as they come over HTTP."""

from typing import Annotated

import msgspec
from litestar.params import PathParameter

Reason = Annotated[str, msgspec.Meta(min_length=3, max_length=200, pattern=r"^[^\x00]*$")]
Id = Annotated[str, msgspec.Meta(max_length=64, pattern=r"^[a-z0-9_]*$")]
CourierName = Annotated[
    str, PathParameter(max_length=64, pattern=r"^[a-z0-9_]+$", description="what shipments call it in `courier`")
]
EvidenceId = Annotated[str, PathParameter(max_length=64, pattern=r"^[a-z0-9_]+$", description="id of a photo, `evd_…`")]
PathId = Annotated[str, PathParameter(max_length=64, pattern=r"^[a-z0-9_]+$")]
