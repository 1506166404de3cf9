"""Fields that several requests have, with their limits."""

from typing import Annotated

from msgspec import Meta

Text = Annotated[str, Meta(max_length=2_000, pattern=r"^[^\x00]*$")]
Name = Annotated[str, Meta(min_length=1, max_length=100, pattern=r"^[^\x00]*$")]
Id = Annotated[str, Meta(max_length=60, pattern=r"^[a-z]+_[0-9a-z]+$")]
Version = Annotated[int, Meta(ge=1, le=2**31 - 1, description="the version that was read; or send If-Match")]
Key = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,39}$", examples=["screen_size"])]
Position = Annotated[int, Meta(ge=0, le=1_000_000)]
Slug = Annotated[str, Meta(min_length=1, max_length=100, pattern=r"^[0-9a-z\u0980-\u09ff-]+$")]
