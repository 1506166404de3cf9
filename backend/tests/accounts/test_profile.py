"""One's own profile."""

from datetime import UTC, datetime, timedelta

from accounts.world import World
from bdcommerce.kernel import clock
from support.tokens import customer

MORNING = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


async def me(world: World, user_id: str) -> dict[str, object]:
    reply = await world.service.get("/me", as_=customer(user_id))
    assert reply.status_code == 200, reply.text
    return dict(reply.json())


async def proof(world: World, number: str) -> str:
    reply = await world.answer(number, await world.code(number, "checkout"), "checkout")
    return str(reply.json()["phone_proof"])


async def test_everybody_reads_their_own_profile(world: World) -> None:
    user = (await world.registered(phone="01712345678"))["user"]
    assert await me(world, user["id"]) == {
        "id": user["id"],
        "name": "Rahim",
        "language": "en",
        "email": "rahim@example.com",
        "phone": "+8801712345678",
        "phone_confirmed": False,
    }


async def test_what_is_given_changes_and_what_is_absent_stays(world: World) -> None:
    user_id = (await world.by_phone())["user"]["id"]
    reply = await world.service.patch("/me", {"name": " রহিম  উদ্দিন ", "language": "bn"}, as_=customer(user_id))
    assert reply.status_code == 200
    assert (reply.json()["name"], reply.json()["language"]) == ("রহিম উদ্দিন", "bn")
    await world.service.patch("/me", {"email": "Rahim@Example.com"}, as_=customer(user_id))
    changed = await me(world, user_id)
    assert (changed["name"], changed["email"], changed["phone"]) == (
        "রহিম উদ্দিন",
        "rahim@example.com",
        "+8801712345678",
    )


async def test_a_wrong_change_is_refused(world: World) -> None:
    user_id = (await world.by_phone())["user"]["id"]
    for change in ({"language": "fr"}, {"email": "nonsense"}, {"name": "x" * 81}, {"phone": "01812345678"}):
        assert (await world.service.patch("/me", change, as_=customer(user_id))).status_code in {400, 422}
    assert (await me(world, user_id))["name"] == ""


async def test_an_email_address_belongs_to_one_person(world: World) -> None:
    await world.registered("karim@example.com")
    user_id = (await world.by_phone())["user"]["id"]
    refused = await world.service.patch("/me", {"email": "KARIM@example.com"}, as_=customer(user_id))
    assert (refused.status_code, refused.json()["code"]) == (409, "email_taken")


async def test_an_email_address_can_be_taken_back_unless_one_signs_in_with_it(world: World) -> None:
    by_phone = (await world.by_phone())["user"]["id"]
    await world.service.patch("/me", {"email": "karim@example.com"}, as_=customer(by_phone))
    freed = await world.service.patch("/me", {"email": ""}, as_=customer(by_phone))
    assert freed.json()["email"] == ""
    by_email = (await world.registered("karim@example.com"))["user"]["id"]
    assert (await world.service.patch("/me", {"email": ""}, as_=customer(by_email))).status_code == 422


async def test_a_confirmed_phone_becomes_a_way_to_sign_in(world: World) -> None:
    with clock.frozen(MORNING):
        user_id = (await world.registered())["user"]["id"]
        body = {"phone_proof": await proof(world, "01712345678")}
        reply = await world.service.patch("/me", body, as_=customer(user_id))
    assert (reply.json()["phone"], reply.json()["phone_confirmed"]) == ("+8801712345678", True)
    with clock.frozen(MORNING + timedelta(minutes=2)):
        assert (await world.by_phone("01712345678"))["user"]["id"] == user_id


async def test_a_phone_with_an_account_stays_there(world: World) -> None:
    with clock.frozen(MORNING):
        await world.by_phone("01712345678")
        user_id = (await world.registered())["user"]["id"]
    with clock.frozen(MORNING + timedelta(minutes=2)):
        body = {"phone_proof": await proof(world, "01712345678")}
        refused = await world.service.patch("/me", body, as_=customer(user_id))
    assert (refused.status_code, refused.json()["code"]) == (409, "phone_taken")


async def test_a_forged_proof_confirms_nothing(world: World) -> None:
    user_id = (await world.registered())["user"]["id"]
    refused = await world.service.patch("/me", {"phone_proof": "k1.AAAA"}, as_=customer(user_id))
    assert (refused.status_code, refused.json()["code"]) == (401, "bad_phone_proof")
