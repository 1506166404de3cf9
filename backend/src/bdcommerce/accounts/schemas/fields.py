"""Fields that many requests have."""

from typing import Annotated

import msgspec

Short = Annotated[str, msgspec.Meta(max_length=200)]


Email = Annotated[str, msgspec.Meta(min_length=3, max_length=254)]


Phone = Annotated[str, msgspec.Meta(min_length=10, max_length=40, examples=["01712345678"])]


Password = Annotated[str, msgspec.Meta(max_length=200)]


Token = Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]
CodeText = Annotated[str, msgspec.Meta(max_length=20, description="six digits", examples=["123456"])]
