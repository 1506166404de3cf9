"""What a demo is made of, before anything is loaded: goods, shops, people and what they will do."""

import random
from collections import Counter
from datetime import date, timedelta
from io import BytesIO

import msgspec
from PIL import Image

from bdcommerce.accounts.adapters.geography import geography
from bdcommerce.catalog.domain import CategoryRules
from bdcommerce.catalog.events import Image as Shown
from bdcommerce.demo import assortment, folk, pictures, plan, sellers
from bdcommerce.demo.goods import NO_BRAND, attributes_of, goods_of
from bdcommerce.demo.plan import Ware
from bdcommerce.demo.shelving import Placed, made
from bdcommerce.demo.widening import some_of, widened
from bdcommerce.kernel.text import Localized
from bdcommerce.vendors.adapters.banks import Banco
from bdcommerce.vendors.schemas import ApplicationBody

GOODS = widened(2_050)
DAYS = [date(2026, 5, 25) + timedelta(days=number) for number in range(182)]


def test_there_are_two_thousand_different_products_with_the_assortment_among_them() -> None:
    assert len({each.title.en for each in GOODS}) == len({each.key for each in GOODS}) == 2_050
    assert {article.key for article in assortment.articles()} <= {each.key for each in GOODS}
    assert sum(bool(each.title.bn) for each in GOODS) > 1_700
    assert sum(len(each.forms) for each in GOODS) > 3_000
    assert len(widened(9_000)) == 9_000


def test_every_product_passes_the_publish_gate() -> None:
    asked = attributes_of([*map(goods_of, assortment.articles()), *GOODS])
    picture = Shown(url="https://images.example/a.webp", alt=Localized("a"))
    for each in some_of(GOODS, 400):
        rules = CategoryRules(attributes=tuple(asked.get(each.aisle, ())))
        where = Placed(
            vendor_id="ven_1", category_id="cat_1", brand_id="brd_1", rules=rules, images=[picture], slug="a", sku="a"
        )
        found = made(each, where, [1] * len(each.forms))
        assert len(found.offers) == len(each.forms)
        assert found.drafted.sheet.facts.brand in {each.brand, NO_BRAND.en}


def test_every_product_has_a_picture_of_what_it_is() -> None:
    shown = {pictures.picture_of(each) for each in GOODS}
    assert 100 < len(shown) < 400
    assert not any(motif == pictures.PLAIN for motif, _ in shown)
    drawn = Image.open(BytesIO(pictures.composed(*min(shown))))
    assert drawn.size == (pictures.SIDE, pictures.SIDE)
    assert len(drawn.convert("RGB").resize((32, 32)).getcolors(1_024) or ()) > 50


def test_twenty_five_shops_in_fifteen_districts_have_papers_of_the_right_form() -> None:
    shops, chance = sellers.sellers(), random.Random(1)
    assert (len(shops), len({each.upazila_id.split("/")[0] for each in shops})) == (25, 15)
    for number, each in enumerate(shops):
        assert geography().upazilas.find(each.upazila_id), each.upazila_id
        body = sellers.application_of(each, number, date(2026, 11, 22), chance)
        msgspec.convert(body, ApplicationBody, strict=False).checked(Banco(), date(2026, 11, 22))
    assert {aisle for each in shops for aisle in each.aisles} == {each.aisle for each in assortment.articles()}


def test_customers_live_in_all_divisions_and_have_phones_of_their_own() -> None:
    people = folk.customers(500, random.Random(2))
    assert len({each.phone for each in people}) == 500
    places = [geography().upazilas.find(each.upazila_id) for each in people]
    districts = [geography().districts.get(each.parent, "district") for each in places if each]
    assert len(districts) == 500
    assert {each.parent for each in districts} == {each.id for each in geography().divisions.all()}


def test_the_same_chance_plans_the_same_purchases_more_of_them_on_weekends_and_in_the_end() -> None:
    wares = [Ware(f"off_{n}", f"prd_{n}", f"ven_{n % 25}", each.aisle, 50_000) for n, each in enumerate(GOODS)]
    people = folk.customers(500, random.Random(2))
    planned = plan.purchases(wares, people, DAYS, 2_040, random.Random(3))
    assert planned == plan.purchases(wares, people, DAYS, 2_040, random.Random(3))
    assert len(planned) == 2_040
    by_day = Counter(each.at.date() for each in planned)
    weekend = sum(count for day, count in by_day.items() if day.weekday() == 4) / 26
    assert weekend > 1.1 * sum(count for day, count in by_day.items() if day.weekday() == 0) / 26
    assert sum(by_day[day] for day in DAYS[-60:]) > 1.3 * sum(by_day[day] for day in DAYS[10:70])
    bought = Counter(ware.product_id for each in planned for ware, _ in each.lines)
    assert sum(count for _, count in bought.most_common(200)) > 0.4 * bought.total()
