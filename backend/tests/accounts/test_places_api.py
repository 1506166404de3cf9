"""The places of Bangladesh over HTTP."""

from accounts.world import World


async def names(world: World, path: str) -> list[str]:
    reply = await world.service.get(path)
    assert reply.status_code == 200, reply.text
    return [item["name"]["en"] for item in reply.json()["items"]]


async def test_anybody_walks_from_division_to_union(world: World) -> None:
    assert len(await names(world, "/geo/divisions")) == 8
    assert "Gazipur" in await names(world, "/geo/districts?division=dhaka")
    assert {"Savar", "Dhanmondi"} <= set(await names(world, "/geo/upazilas?district=dhaka"))
    assert "Ashulia" in await names(world, "/geo/unions?upazila=dhaka/savar")
    assert await names(world, "/geo/unions?upazila=dhaka/dhanmondi") == []


async def test_a_place_comes_with_both_names_its_aliases_and_its_city(world: World) -> None:
    reply = await world.service.get("/geo/upazilas?district=chattogram")
    found = {item["id"]: item for item in reply.json()["items"]}
    assert found["chattogram/bayazid-bostami"] == {
        "id": "chattogram/bayazid-bostami",
        "name": {"en": "Bayazid Bostami", "bn": "বায়েজিদ বোস্তামী"},
        "aliases": ["Bayazid", "Bayezid"],
        "city_key": "chattogram",
    }


async def test_places_may_be_cached_for_a_day(world: World) -> None:
    for path in ("divisions", "districts?division=dhaka", "upazilas?district=dhaka", "unions?upazila=dhaka/savar"):
        assert (await world.service.get(f"/geo/{path}")).headers["cache-control"] == "max-age=86400, public"


async def test_an_unknown_place_is_named(world: World) -> None:
    for path in ("districts?division=atlantis", "upazilas?district=atlantis", "unions?upazila=dhaka"):
        refused = await world.service.get(f"/geo/{path}")
        assert refused.status_code == 422
        assert [error["field"] for error in refused.json()["errors"]] == [path.partition("?")[2].partition("=")[0]]


async def test_a_list_needs_the_place_above_it(world: World) -> None:
    for path in ("/geo/districts", "/geo/upazilas", "/geo/unions"):
        assert (await world.service.get(path)).status_code == 422
