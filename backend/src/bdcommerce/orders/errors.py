"""What orders refuses, by name.

NotFound         UnknownCart, UnknownCartLine, UnknownCoupon, UnknownPromotion, UnknownCustomerList,
                 UnknownEdit, UnknownReturn
                 (UnknownOrder stands in the contract)
Conflict         CartClosed, CartEmpty, CartChanged, NotSellable, CodLimitExceeded, PaymentUndecided, CouponNotUsable,
                 CouponExhausted, CouponCodeTaken, CouponEnded, PromotionFixed, PromotionOver, PromotionSoldOut,
                 WrongState, NotCancellable, EditPending, EditNotPaid, OrderMoved, NotReturnable, WrongReturnState,
                 TooManyReturnPhotos, CodRefused, AdvanceNeeded, CodExposureExceeded, NotConfirmable, CodesUsedUp,
                 TriesUsedUp, PrepaidNotAllowed
NotFound         UnknownReturn, UnknownListing
Invalid          BadReturnPhoto, WrongConfirmationCode
TooMany          CodeSentJustNow
"""

from bdcommerce.kernel.errors import Conflict, Invalid, NotFound, TooMany
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import show


class UnknownCart(NotFound):
    """There is no such cart, or it is somebody else's."""

    code = "unknown_cart"

    @classmethod
    def of(cls, cart_id: str) -> "UnknownCart":
        return cls("There is no such cart.", cart_id=cart_id)


class UnknownCartLine(NotFound):
    """The cart has no such line."""

    code = "unknown_cart_line"

    @classmethod
    def of(cls, line_id: str) -> "UnknownCartLine":
        return cls("The cart has no such line.", line_id=line_id)


class UnknownCoupon(NotFound):
    """There is no coupon with that code or id."""

    code = "unknown_coupon"

    @classmethod
    def of(cls, code_or_id: str) -> "UnknownCoupon":
        return cls("There is no such coupon.", coupon=code_or_id)


class CartClosed(Conflict):
    """The cart is being checked out or has become an order; it changes no more."""

    code = "cart_closed"

    @classmethod
    def of(cls, cart_id: str, status: str) -> "CartClosed":
        return cls("The cart cannot be changed any more.", cart_id=cart_id, cart_status=status)


class CartEmpty(Conflict):
    """There is nothing in the cart that could be ordered."""

    code = "cart_empty"

    @classmethod
    def of(cls, cart_id: str) -> "CartEmpty":
        return cls("There is nothing in the cart.", cart_id=cart_id)


class CartChanged(Conflict):
    """The total is not the one that the customer saw. `quote` is the breakdown that holds now."""

    code = "cart_changed"

    @classmethod
    def to(cls, total: Money, quote: object) -> "CartChanged":
        return cls(f"The total is {show(total)} now.", total=total, quote=quote)


class NotSellable(Conflict):
    """Something in the cart cannot be bought now. `problems` says which lines, and why."""

    code = "not_sellable"

    @classmethod
    def because(cls, problems: object) -> "NotSellable":
        return cls("Some lines of the cart cannot be bought now.", problems=problems)


class PaymentUndecided(Conflict):
    """Money may have been taken for the order already."""

    code = "payment_undecided"

    @classmethod
    def of(cls, order_id: str, status: str) -> "PaymentUndecided":
        return cls("This order may have been paid already; look again in a minute.", order_id=order_id, status=status)


class EditNotPaid(Conflict):
    """An order that is paid before delivery cannot become dearer."""

    code = "edit_not_paid"

    @classmethod
    def of(cls, order_id: str) -> "EditNotPaid":
        return cls(
            "This order was paid in advance, so it cannot become dearer; order more separately.", order_id=order_id
        )


class CodLimitExceeded(Conflict):
    """The order is too large to be paid in cash (rule `cod.max_order`)."""

    code = "cod_limit_exceeded"

    @classmethod
    def over(cls, limit: Money) -> "CodLimitExceeded":
        return cls(f"Orders over {show(limit)} cannot be paid in cash.", limit=limit)


class CouponNotUsable(Conflict):
    """The coupon exists and does not apply: too early, too late, other vendor's goods, too small a cart."""

    code = "coupon_not_usable"

    @classmethod
    def because(cls, code: str, reason: str) -> "CouponNotUsable":
        return cls(f"The coupon {code} cannot be used: {reason}.", coupon=code, reason=reason)


class CouponExhausted(Conflict):
    """The coupon has been used as often as it may be, by everybody or by this customer."""

    code = "coupon_exhausted"

    @classmethod
    def of(cls, code: str) -> "CouponExhausted":
        return cls(f"The coupon {code} is used up.", coupon=code)


class CouponCodeTaken(Conflict):
    """Another coupon has this code."""

    code = "coupon_code_taken"

    @classmethod
    def of(cls, code: str) -> "CouponCodeTaken":
        return cls(f"There is already a coupon {code}.", coupon=code)


class CouponEnded(Conflict):
    """A coupon that has ended stays ended."""

    code = "coupon_ended"

    @classmethod
    def of(cls, code: str) -> "CouponEnded":
        return cls(f"The coupon {code} has ended.", coupon=code)


class UnknownPromotion(NotFound):
    """There is no such promotion, or it is another vendor's."""

    code = "unknown_promotion"

    @classmethod
    def of(cls, promotion_id: str) -> "UnknownPromotion":
        return cls("There is no such promotion.", promotion_id=promotion_id)


class UnknownCustomerList(NotFound):
    """There is no list of customers with that id."""

    code = "unknown_customer_list"

    @classmethod
    def of(cls, list_id: str) -> "UnknownCustomerList":
        return cls("There is no such list of customers.", list_id=list_id)


class PromotionFixed(Conflict):
    """The promotion cannot be changed like this in the state it is in."""

    code = "promotion_fixed"

    @classmethod
    def of(cls, promotion_id: str, why: str) -> "PromotionFixed":
        return cls(f"The promotion cannot be changed like this: {why}.", promotion_id=promotion_id)


class PromotionOver(Conflict):
    """The promotion has ended, and stays ended."""

    code = "promotion_over"

    @classmethod
    def of(cls, promotion_id: str) -> "PromotionOver":
        return cls("The promotion has ended.", promotion_id=promotion_id)


class PromotionSoldOut(Conflict):
    """Somebody was quicker: the promotion has no use, no unit or no money left for this order, or was stopped."""

    code = "promotion_sold_out"

    @classmethod
    def of(cls, promotion_id: str) -> "PromotionSoldOut":
        return cls("The promotion is sold out; look at the new total.", promotion_id=promotion_id)


class WrongState(Conflict):
    """The vendor order is not in a state that allows this step."""

    code = "wrong_state"

    @classmethod
    def of(cls, vendor_order_id: str, status: str, step: str) -> "WrongState":
        message = f"A vendor order that is {status.replace('_', ' ')} cannot take the step {step}."
        return cls(message, vendor_order_id=vendor_order_id, vendor_order_status=status, step=step)


class NotCancellable(Conflict):
    """It is too late for this caller to cancel that. `vendor_orders` maps what stands in the way to its status."""

    code = "not_cancellable"

    @classmethod
    def because(cls, vendor_orders: dict[str, str]) -> "NotCancellable":
        return cls("It is too late to cancel this.", vendor_orders=vendor_orders)


class UnknownEdit(NotFound):
    """No such change of the order waits for its customer."""

    code = "unknown_edit"

    @classmethod
    def of(cls, edit_id: str) -> "UnknownEdit":
        return cls("No such change waits for the customer.", edit_id=edit_id)


class EditPending(Conflict):
    """A change of the order waits for its customer; until then nothing else about it may be changed."""

    code = "edit_pending"

    @classmethod
    def of(cls, order_id: str) -> "EditPending":
        return cls("A change of this order waits for its customer.", order_id=order_id)


class OrderMoved(Conflict):
    """Something has happened to the order in the meantime; look at it again."""

    code = "order_moved"

    @classmethod
    def of(cls, order_id: str) -> "OrderMoved":
        return cls("Something has happened to the order in the meantime; look at it again.", order_id=order_id)


class UnknownReturn(NotFound):
    """There is no such return, or it is somebody else's."""

    code = "unknown_return"

    @classmethod
    def of(cls, return_id: str) -> "UnknownReturn":
        return cls("There is no such return.", return_id=return_id)


class NotReturnable(Conflict):
    """The goods cannot be given back now. `why`: `not_delivered`, `partly_delivered` (it is not known yet what was
    kept), `window_over`, `goods_were_accepted` (what is wrong with them can still be a reason), `all_in_returns` or
    `too_many_returns`.
    """

    code = "not_returnable"

    @classmethod
    def because(cls, vendor_order_id: str, why: str) -> "NotReturnable":
        return cls("These goods cannot be given back now.", vendor_order_id=vendor_order_id, why=why)


class WrongReturnState(Conflict):
    """The return is not in a state that allows this step."""

    code = "wrong_return_state"

    @classmethod
    def of(cls, return_id: str, status: str, step: str) -> "WrongReturnState":
        message = f"A return that is {status} cannot take the step {step}."
        return cls(message, return_id=return_id, return_status=status, step=step)


class TooManyReturnPhotos(Conflict):
    """The return has as many photos as it may have."""

    code = "too_many_photos"

    @classmethod
    def than(cls, most: int) -> "TooManyReturnPhotos":
        return cls(f"A return has at most {most} photos.", most=most)


class BadReturnPhoto(Invalid):
    """What was sent is no picture that can be kept."""

    code = "bad_photo"

    @classmethod
    def because(cls, reason: str) -> "BadReturnPhoto":
        return cls(f"The photo {reason}.", fields={"photo": reason})


class CodRefused(Conflict):
    """This purchase has to be paid before it is sent. `reasons` says why, in both languages, as far as it helps."""

    code = "cod_refused"

    @classmethod
    def because(cls, reasons: object) -> "CodRefused":
        return cls("This order cannot be paid at the door; please pay it in advance.", reasons=reasons)


class AdvanceNeeded(Conflict):
    """A part has to be paid before it is sent. Ask again with `advance_method` to pay `advance` now and `rest` at the
    door, or pay all of it in advance.
    """

    code = "advance_needed"

    @classmethod
    def of(cls, advance: Money, rest: Money, reasons: object) -> "AdvanceNeeded":
        message = f"{show(advance)} of this order have to be paid in advance, {show(rest)} at the door."
        return cls(message, advance=advance, rest=rest, reasons=reasons)


class CodExposureExceeded(Conflict):
    """So much is on its way unpaid already that no more can be paid at the door for now."""

    code = "cod_exposure_exceeded"

    @classmethod
    def of_customer(cls, limit: Money) -> "CodExposureExceeded":
        message = (
            f"Orders of yours on their way may come to {show(limit)} in cash; receive one first, or pay in advance."
        )
        return cls(message, scope="customer", limit=limit)

    @classmethod
    def in_area(cls, limit: Money) -> "CodExposureExceeded":
        message = "No more orders can be paid in cash in this district at the moment; please pay in advance."
        return cls(message, scope="area", limit=limit)


class NotConfirmable(Conflict):
    """The order does not wait to be confirmed, or for an advance."""

    code = "not_confirmable"

    @classmethod
    def of(cls, order_id: str, status: str) -> "NotConfirmable":
        return cls("This order does not wait to be confirmed.", order_id=order_id, status=status)


class WrongConfirmationCode(Invalid):
    """That is not the code. `tries_left` more may be tried before another one has to be sent."""

    code = "wrong_confirmation_code"

    @classmethod
    def of(cls, tries_left: int) -> "WrongConfirmationCode":
        return cls("code: is not the one that was sent", fields={"code": "is not the one"}, tries_left=tries_left)


class TriesUsedUp(Conflict):
    """Too many wrong codes: another one has to be sent."""

    code = "tries_used_up"

    @classmethod
    def of(cls, order_id: str) -> "TriesUsedUp":
        return cls("Too many wrong codes: have another one sent.", order_id=order_id)


class CodesUsedUp(Conflict):
    """No more codes are sent for this order: staff can confirm it on the telephone."""

    code = "codes_used_up"

    @classmethod
    def of(cls, order_id: str) -> "CodesUsedUp":
        return cls("No more codes are sent for this order; our staff can confirm it with you.", order_id=order_id)


class CodeSentJustNow(TooMany):
    """A code was sent a moment ago; wait for it."""

    code = "code_sent_just_now"

    @classmethod
    def wait(cls, seconds: int) -> "CodeSentJustNow":
        return cls("A code was sent a moment ago.", retry_after=seconds)


class UnknownListing(NotFound):
    """No such phone is listed."""

    code = "unknown_listing"

    @classmethod
    def of(cls, listing_id: str) -> "UnknownListing":
        return cls("No such phone is listed.", listing_id=listing_id)


class PrepaidNotAllowed(Conflict):
    """Nothing of these goods may be paid in advance (rule `dc.advance_max_pct_not_ready`)."""

    code = "prepaid_not_allowed"

    @classmethod
    def here(cls) -> "PrepaidNotAllowed":
        return cls("These goods are not ready to ship: they are paid at the door.")
