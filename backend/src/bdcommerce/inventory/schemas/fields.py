"""Fields that several requests have."""

from typing import Annotated

import msgspec

_TEXT = r"^[^\x00]*$"
MOST_UNITS = 1_000_000_000

Reason = Annotated[
    str, msgspec.Meta(min_length=3, max_length=200, pattern=_TEXT, description="In the vendor's own words")
]
Note = Annotated[str, msgspec.Meta(max_length=500, pattern=_TEXT, description="In the vendor's own words")]
Id = Annotated[str, msgspec.Meta(max_length=64, pattern=r"^[a-z0-9_]*$")]
ThingId = Annotated[str, msgspec.Meta(min_length=1, max_length=64, pattern=r"^[a-z0-9_]*$")]
WarehouseId = Annotated[
    str,
    msgspec.Meta(
        max_length=64,
        pattern=r"^[a-z0-9_]*$",
        description="Empty: the only warehouse that has units of the offer",
        examples=["whs_01h455vb4pex5vsknk084sn02q"],
    ),
]
BatchNo = Annotated[
    str,
    msgspec.Meta(
        max_length=64,
        pattern=r"^[^\x00-\x1f]*$",
        description="As it is printed on the goods; empty: units without a batch",
        examples=["L2611-07"],
    ),
]
Units = Annotated[int, msgspec.Meta(ge=1, le=MOST_UNITS, description="Units", examples=[12])]
UnitsOrNone = Annotated[int, msgspec.Meta(ge=0, le=MOST_UNITS, description="Units", examples=[12])]
