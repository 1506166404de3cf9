"""One's own profile."""

from litestar.handlers import HTTPRouteHandler

from bdcommerce.accounts import handlers
from bdcommerce.accounts.errors import EmailTaken, PhoneTaken
from bdcommerce.accounts.queries import Edge
from bdcommerce.accounts.schemas import me as schemas
from bdcommerce.contracts.accounts import BadPhoneProof
from bdcommerce.infra.http import get, patch
from bdcommerce.infra.http.access import shop
from bdcommerce.infra.http.identity import Caller
from bdcommerce.kernel.errors import Invalid


@get("/me", access=shop(), summary="One's own profile")
async def read_profile(caller: Caller, deps: Edge) -> schemas.Profile:
    """Who am I?"""
    return schemas.Profile.of(await deps.directory.person(caller.user_id))


@patch(
    "/me",
    access=shop(),
    summary="Change one's profile",
    raises=[Invalid, EmailTaken, PhoneTaken, BadPhoneProof],
)
async def change_profile(data: schemas.ChangeProfile, caller: Caller, deps: Edge) -> schemas.Profile:
    """Name, language, e-mail address; and a phone, once it is confirmed."""
    confirmed = deps.proofs.phone(data.phone_proof) if data.phone_proof else None
    async with deps.works() as work:
        person = await handlers.change_profile(
            work, caller.user_id, name=data.name, language=data.language, email=data.email, confirmed=confirmed
        )
    return schemas.Profile.of(person)


ROUTES: list[HTTPRouteHandler] = [read_profile, change_profile]
