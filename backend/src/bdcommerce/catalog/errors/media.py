"""What can go wrong with pictures."""

from typing import Self

from bdcommerce.kernel.errors import Invalid, NotFound


class UnusablePicture(Invalid):
    """What was uploaded is no picture that can be shown."""

    code = "unusable_picture"

    @classmethod
    def because(cls, reason: str) -> Self:
        return cls.field("file", reason)


class UnknownMedia(NotFound):
    """There is no such picture, or not of this caller."""

    code = "unknown_media"

    @classmethod
    def named(cls, media_id: str) -> Self:
        return cls(f"there is no picture {media_id}", media_id=media_id)
