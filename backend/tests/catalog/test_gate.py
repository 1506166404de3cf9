from datetime import date, timedelta
from typing import Any

import pytest

from bdcommerce.catalog.domain import checklist, publish
from bdcommerce.catalog.errors import NotPublishable
from bdcommerce.kernel.money import taka
from bdcommerce.kernel.text import Localized
from catalog.making import BANNED, CLOTHING, FOOD, MEDICINE, TODAY, offer, product, sheet, variant

NOTHING = Localized("")
ONLY_ENGLISH = Localized("Some terms")


def missing(rules: Any = CLOTHING, *offers: bool, **changes: Any) -> dict[str, str]:
    described = product(sheet(**changes))
    checks = checklist(described.sheet, rules, [offer(described, active=active) for active in offers or [True]], TODAY)
    return {each.field: each.rule for each in checks if not each.ok}


def test_a_complete_product_passes() -> None:
    assert missing() == {}


@pytest.mark.parametrize(
    "field, nothing, rule",
    [
        ("title", NOTHING, "DC-INF"),
        ("description", NOTHING, "DC-INF"),
        ("measurement", "", "DC-INF"),
        ("colour", "", "DC-INF"),
        ("material", "", "DC-INF"),
        ("brand", "", "DC-INF"),
        ("model", "", "DC-INF"),
        ("country_of_origin", "", "DC-INF"),
        ("images", [], "DC-INF"),
        ("health_hazard_warning", NOTHING, "DC-INF"),
        ("delivery_time", NOTHING, "DC-INF-01"),
        ("delivery_time", ONLY_ENGLISH, "DC-INF-01"),
        ("return_terms", NOTHING, "DC-INF-01"),
        ("return_terms", ONLY_ENGLISH, "DC-INF-01"),
        ("warranty", NOTHING, "DC-INF-05"),
    ],
)
def test_each_fact_of_the_guidelines_is_demanded(field: str, nothing: object, rule: str) -> None:
    assert missing(**{field: nothing}) == {f"facts.{field}": rule}


def test_no_offer_or_only_a_sleeping_one_shuts_the_gate() -> None:
    described = product()
    assert [each.field for each in checklist(described.sheet, CLOTHING, [], TODAY) if not each.ok] == ["offers"]
    assert missing(CLOTHING, False) == {"offers": "DC-INF"}


def test_a_price_above_the_printed_one_shuts_the_gate() -> None:
    described = product(sheet(variant(mrp=taka(1000))))
    checks = checklist(described.sheet, CLOTHING, [offer(described, "1000.01")], TODAY)
    assert [each.rule for each in checks if not each.ok] == ["CR-07"]
    assert all(each.ok for each in checklist(described.sheet, CLOTHING, [offer(described, "1000")], TODAY))


def test_an_option_states_size_colour_and_material_for_each_variant() -> None:
    options = ("Size", "রঙ", "Fabric")
    chosen = sheet(variant("L", "সাদা", "Silk"), options=options, measurement="", colour="", material="")
    described = product(chosen)
    assert all(each.ok for each in checklist(chosen, CLOTHING, [offer(described)], TODAY))


def test_food_states_ingredients_and_both_dates() -> None:
    wanted = {"facts.ingredients": "DC-INF", "facts.manufactured_on": "DC-INF", "facts.expires_on": "CR-12"}
    assert missing(FOOD) == wanted
    fresh = {"ingredients": "Rice 1 kg", "manufactured_on": TODAY, "expires_on": TODAY + timedelta(days=1)}
    assert missing(FOOD, **fresh) == {}


@pytest.mark.parametrize("rules", [CLOTHING, FOOD])
def test_what_has_expired_is_never_shown(rules: Any) -> None:
    stale = {"ingredients": "Rice", "manufactured_on": date(2026, 1, 1), "expires_on": TODAY}
    assert missing(rules, **stale) == {"facts.expires_on": "CR-12"}


def test_medicine_needs_the_licence_of_the_drug_administration() -> None:
    assert missing(MEDICINE) == {"facts.dgda_licence": "DC-BAN-05"}
    assert missing(MEDICINE, dgda_licence="DAR-123-456") == {}


def test_prohibited_goods_never_pass() -> None:
    assert missing(BANNED) == {"category_id": "DC-BAN-04"}


def test_publishing_names_every_missing_fact_at_once() -> None:
    incomplete = product(sheet(brand="", return_terms=NOTHING))
    with pytest.raises(NotPublishable) as refusal:
        publish(incomplete, BANNED, [], TODAY, "free")
    fields = refusal.value.data["fields"]
    assert set(fields) == {"facts.brand", "facts.return_terms", "category_id", "offers"}
    assert fields["facts.return_terms"].endswith("(DC-INF-01)")
