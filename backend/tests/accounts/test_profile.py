"""One's own profile."""

from accounts.world import World
from support.tokens import customer


async def me(world: World, user_id: str) -> dict[str, object]:
    reply = await world.service.get("/me", as_=customer(user_id))
    assert reply.status_code == 200, reply.text
    return dict(reply.json())


async def test_everybody_reads_their_own_profile(world: World) -> None:
    user = (await world.registered(phone="01712345678"))["user"]
    assert await me(world, user["id"]) == {
        "id": user["id"],
        "name": "Rahim",
        "language": "en",
        "email": "rahim@example.com",
        "email_confirmed": False,
        "phone": "+8801712345678",
        "phone_confirmed": False,
    }


async def test_what_is_given_changes_and_what_is_absent_stays(world: World) -> None:
    user_id = (await world.by_phone())["user"]["id"]
    reply = await world.service.patch("/me", {"name": " রহিম  উদ্দিন ", "language": "bn"}, as_=customer(user_id))
    assert reply.status_code == 200
    assert (reply.json()["name"], reply.json()["language"]) == ("রহিম উদ্দিন", "bn")
    await world.service.patch("/me", {"language": "en"}, as_=customer(user_id))
    changed = await me(world, user_id)
    assert (changed["name"], changed["language"], changed["phone"]) == ("রহিম উদ্দিন", "en", "+8801712345678")


async def test_a_wrong_change_is_refused(world: World) -> None:
    user_id = (await world.by_phone())["user"]["id"]
    for change in ({"language": "fr"}, {"email": "karim@example.com"}, {"name": "x" * 81}, {"phone": "01812345678"}):
        assert (await world.service.patch("/me", change, as_=customer(user_id))).status_code in {400, 422}
    assert (await me(world, user_id))["name"] == ""
