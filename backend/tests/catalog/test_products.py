from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdcommerce.catalog.domain import draft, evolve_product, publish, revise, slugs, unpublish, variant_title
from bdcommerce.catalog.domain.products import TRANSITIONS
from bdcommerce.catalog.errors import NotPublishable, PriceAboveMrp, VariantInUse, WrongStatus
from bdcommerce.catalog.events import Image, ProductDrafted, ProductRevised
from bdcommerce.infra.eventlog import revive
from bdcommerce.kernel.errors import Invalid
from bdcommerce.kernel.ids import new_id
from bdcommerce.kernel.money import Money, taka
from bdcommerce.kernel.text import Localized
from catalog.making import BANNED, CLOTHING, TODAY, offer, product, sheet, variant


def test_a_sheet_from_when_pictures_had_one_text_is_read_today() -> None:
    old = msgspec.to_builtins(sheet())
    old["facts"]["images"] = [{"url": "https://img.example.com/a.jpg", "alt": "Front"}, {"url": "https://b.example"}]
    for name in ("catalog.ProductDrafted", "catalog.ProductRevised"):
        event = revive(name, 1, {"product_id": "prd_1", "vendor_id": "ven_1", "sheet": old})
        assert isinstance(event, ProductDrafted | ProductRevised)
        assert [each.alt for each in event.sheet.facts.images] == [Localized("Front"), Localized("")]


@pytest.mark.parametrize("status", ["draft", "published", "unpublished"])
@pytest.mark.parametrize("action", ["publish", "unpublish"])
def test_every_step_is_in_the_table_or_refused(status: Any, action: str) -> None:
    before = product(status=status)

    def act() -> object:
        if action == "publish":
            return publish(before, CLOTHING, [offer(before)], TODAY, "free")
        return unpublish(before)

    if (status, action) not in TRANSITIONS:
        with pytest.raises(WrongStatus):
            act()
        return
    after = evolve_product(before, act())
    assert after is not None
    assert after.status == TRANSITIONS[(status, action)]
    assert after.version == before.version + 1


def test_the_path_is_given_at_the_first_publishing_and_never_changes() -> None:
    before = product()
    first = evolve_product(before, publish(before, CLOTHING, [offer(before)], TODAY, "first"))
    assert first is not None
    hidden = evolve_product(first, unpublish(first))
    assert hidden is not None
    again = evolve_product(hidden, publish(hidden, CLOTHING, [offer(hidden)], TODAY, "second"))
    assert again is not None
    assert (first.slug, again.slug) == ("first", "first")


def test_a_published_product_stays_complete() -> None:
    before = product(status="published")
    with pytest.raises(NotPublishable):
        revise(before, sheet(before.sheet.variants[0], brand=""), CLOTHING, [offer(before)], TODAY)
    with pytest.raises(NotPublishable):
        revise(before, before.sheet, BANNED, [offer(before)], TODAY)


def test_a_draft_may_be_as_incomplete_as_it_likes() -> None:
    before = product()
    after = evolve_product(before, revise(before, sheet(brand="", images=[]), BANNED, [], TODAY))
    assert after is not None
    assert after.sheet.facts.brand == ""


def test_a_variant_with_an_offer_cannot_be_taken_away() -> None:
    before = product()
    with pytest.raises(VariantInUse):
        revise(before, sheet(variant()), CLOTHING, [offer(before)], TODAY)


def test_the_printed_price_cannot_fall_below_an_offer() -> None:
    before = product()
    cheaper = sheet(variant_with_mrp(before.sheet.variants[0].variant_id, taka(1249)))
    with pytest.raises(PriceAboveMrp):
        revise(before, cheaper, CLOTHING, [offer(before, "1250")], TODAY)


def variant_with_mrp(variant_id: str, mrp: Money) -> Any:
    made = variant(mrp=mrp)
    return type(made)(variant_id=variant_id, options=[], weight_grams=made.weight_grams, mrp=mrp)


@pytest.mark.parametrize(
    "described, field",
    [
        (sheet(variant("S"), variant(" s "), options=("Size",)), "variants.1.options"),
        (sheet(variant("S"), options=("Size", "Colour")), "variants.0.options"),
        (sheet(variant(""), options=("Size",)), "variants.0.options"),
        (sheet(variant("S", "M"), options=("Size", "SIZE")), "options"),
        (sheet(variant("a", "b", "c", "d"), options=("1", "2", "3", "4")), "options"),
        (sheet(variant(weight_grams=-1)), "variants.0.weight_grams"),
        (sheet(variant(mrp=Money(0))), "variants.0.mrp"),
        (sheet(variant(mrp=Money(100, "USD"))), "variants.0.mrp"),
        (sheet(country_of_origin="Bangladesh"), "facts.country_of_origin"),
        (sheet(country_of_origin="bd"), "facts.country_of_origin"),
        (sheet(images=[Image(url="http://img.example.com/a.jpg")]), "facts.images.0"),
        (sheet(images=[Image(url="https://img.example.com/a b.jpg")]), "facts.images.0"),
        (sheet(images=[Image(url="https://localhost")]), "facts.images.0"),
        (sheet(images=[Image(url=f"https://img.example.com/{n}") for n in range(31)]), "facts.images"),
        (sheet(images=[Image(url="https://img.example.com/a.jpg", alt=Localized("a\0b"))]), "facts.images.0"),
        (sheet(variant("x" * 101), options=("Size",)), "variants.0.options"),
        (sheet(variant("S"), options=("x" * 101,)), "options"),
        (sheet(brand="x" * 2001), "facts.brand"),
        (sheet(title=Localized("a", "\0")), "facts.title"),
    ],
)
def test_what_could_never_be_right_is_refused_at_once(described: Any, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        draft(new_id("prd"), new_id("ven"), described)
    assert field in refusal.value.data["fields"]


def test_texts_are_kept_in_normal_form() -> None:
    composed, decomposed = "\u09dc", "\u09a1\u09bc"
    event = draft(new_id("prd"), new_id("ven"), sheet(title=Localized(" Shari ", f"শা{composed}ি ")))
    assert event.sheet.facts.title == Localized("Shari", f"শা{decomposed}ি")


@given(title=st.text(max_size=300))
def test_a_path_is_always_there_and_fit_for_a_url(title: str) -> None:
    plain, certain = slugs(Localized(title), "prd_01h455vb4pex5vsknk084sn02q")
    assert plain
    assert len(plain) <= 100
    assert certain == f"{plain}-4sn02q"
    assert not set(plain) & set(" /?#%&")


def test_a_bangla_title_keeps_its_letters_in_the_path() -> None:
    assert slugs(Localized("জামদানি শাড়ি"), "prd_x")[0] == "জামদানি-শাড়ি".replace("\u09dc", "\u09a1\u09bc")


def test_a_variant_reads_as_title_and_choice() -> None:
    assert variant_title(Localized("Shirt", "শার্ট"), ["L", "Blue"]) == Localized("Shirt, L, Blue", "শার্ট, L, Blue")
    assert variant_title(Localized("Shirt"), ["L"]) == Localized("Shirt, L")
    assert variant_title(Localized("Shirt"), []) == Localized("Shirt")
