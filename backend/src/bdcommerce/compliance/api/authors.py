"""Who of the customers writes, and which orders are theirs."""

from bdcommerce.compliance.domain.letters import Customer, token_hash
from bdcommerce.compliance.domain.sales import Sale
from bdcommerce.compliance.queries import ApiDeps, sales
from bdcommerce.contracts.orders import UnknownOrder
from bdcommerce.infra.http.identity import Caller
from bdcommerce.kernel.errors import Invalid, ensure


def author_of(caller: Caller, token: str = "") -> Customer:
    """The customer with an account, or the guest with a token: the one they sent, or one that was made for them."""
    if caller.user_id:
        return Customer(customer_id=caller.user_id)
    return Customer(guest_hash=token_hash(token or caller.guest_token))


async def sales_of(deps: ApiDeps, caller: Caller, number: str, phone_proof: str) -> list[Sale]:
    """The vendor orders of a purchase of theirs; none without a number, which only a customer with an account may
    leave out. Raises Invalid, BadPhoneProof, UnknownOrder.
    """
    if not caller.user_id:
        ensure(number, Invalid.field("order_number", "is needed without an account"))
        ensure(phone_proof, UnknownOrder("There is no such order: without an account, its phone has to be proven."))
        return await sales.of_guest(deps, number, phone_proof)
    found = await sales.of_number(deps.reads, number) if number else []
    ensure(not number or _all_of(found, caller.user_id), UnknownOrder("There is no such order."))
    return found


def _all_of(found: list[Sale], customer_id: str) -> bool:
    return bool(found) and all(sale.customer_id == customer_id for sale in found)
