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


async def test_anybody_searches_for_a_place_and_gets_its_full_path_in_both_languages(world: World) -> None:
    reply = await world.service.get("/geo/search?q=ashulia")
    assert reply.headers["cache-control"] == "max-age=86400, public"
    assert reply.json()["items"][0] == {
        "kind": "union",
        "id": "dhaka/savar/ashulia",
        "name": {"en": "Ashulia", "bn": "আশুলিয়া"},
        "label": {"en": "Ashulia, Savar, Dhaka, Dhaka", "bn": "আশুলিয়া, সাভার, ঢাকা, ঢাকা"},
        "around": [
            {"kind": "division", "id": "dhaka", "name": {"en": "Dhaka", "bn": "ঢাকা"}},
            {"kind": "district", "id": "dhaka", "name": {"en": "Dhaka", "bn": "ঢাকা"}},
            {"kind": "upazila", "id": "dhaka/savar", "name": {"en": "Savar", "bn": "সাভার"}},
        ],
        "city_key": "",
    }
    thana = (await world.service.get("/geo/search?q=gulshan&kind=upazila&limit=1")).json()["items"]
    assert [(one["id"], one["city_key"]) for one in thana] == [("dhaka/gulshan", "dhaka")]


async def test_a_search_needs_words_and_knows_its_bounds(world: World) -> None:
    for query in ("", "q=", f"q={'x' * 101}", "q=dhaka&limit=0", "q=dhaka&limit=21", "q=dhaka&kind=village"):
        assert (await world.service.get(f"/geo/search?{query}")).status_code == 422, query
    assert (await world.service.get("/geo/search?q=%20")).json()["items"] == []


async def test_a_postcode_tells_where_it_belongs(world: World) -> None:
    for code in ("1340", "১৩৪০"):
        found = (await world.service.get(f"/geo/postcodes/{code}")).json()
        assert (found["postcode"], found["post_office"]) == ("1340", "Savar")
        assert found["label"]["en"] == "Savar 1340, Savar, Dhaka, Dhaka"
        assert [area["kind"] for area in found["around"]] == ["division", "district", "upazila"]
    only_district = (await world.service.get("/geo/postcodes/1216")).json()
    assert [area["kind"] for area in only_district["around"]] == ["division", "district"]


async def test_a_postcode_that_no_post_office_has_is_not_found(world: World) -> None:
    for code in ("0001", "99999", "abcd", "%20"):
        refused = await world.service.get(f"/geo/postcodes/{code}")
        assert (refused.status_code, refused.json()["code"]) == (404, "unknown_postcode")
