"""What can go wrong with reviews."""

from typing import Self

from bdcommerce.kernel.errors import Conflict, Forbidden, NotFound, TooMany


class NotReceived(Forbidden):
    """Only those who have received a product may say how it is."""

    code = "not_received"

    @classmethod
    def of(cls, product_id: str) -> Self:
        return cls("only those to whom it was delivered may do this", product_id=product_id)


class AlreadyReviewed(Conflict):
    """A customer reviews a product once, and may edit it."""

    code = "already_reviewed"

    @classmethod
    def of(cls, product_id: str) -> Self:
        return cls("you have reviewed this product already: edit your review", product_id=product_id)


class UnknownReview(NotFound):
    """There is no such review, or not for this caller."""

    code = "unknown_review"

    @classmethod
    def named(cls, review_id: str) -> Self:
        return cls(f"there is no review {review_id}", review_id=review_id)


class ReviewClosed(Conflict):
    """The review is too old to be edited, was edited too often, or is not in a state for this."""

    code = "review_closed"


class TooManyPictures(TooMany):
    """So many uploads wait for their review that no more are taken."""

    code = "too_many_pictures"
