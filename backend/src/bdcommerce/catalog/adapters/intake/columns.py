"""The columns of files of products and of offers, as they are documented, read and written."""

from collections.abc import Iterable

from bdcommerce.catalog.domain.sheets import MAX_DESCRIPTION, MAX_GRAMS, MAX_IMAGES, MAX_NAME, MAX_OPTIONS, MAX_TEXT
from bdcommerce.infra.imports.columns import Column

_TEXT = f"up to {MAX_TEXT} characters"
_DAY = "a day, as 2027-03-31"
_YES = "yes or no"
_TAKA = "taka with at most two decimals, all taxes included"


def _in_both(name: str, what: str, limits: str, en: str, bn: str) -> Iterable[Column]:
    yield Column(f"{name}_en", f"{what}, in English", limits, en)
    yield Column(f"{name}_bn", f"{what}, in Bangla", limits, bn)


def _options() -> Iterable[Column]:
    for number in range(1, MAX_OPTIONS + 1):
        example = ("Size", "L") if number == 1 else ("", "")
        limits = f"up to {MAX_NAME} characters"
        yield Column(f"option{number}_name", "what a buyer chooses", limits, example[0])
        yield Column(f"option{number}_value", "the choice that this row is", limits, example[1])


_IMAGES = (
    f"up to {MAX_IMAGES} lines: an upload (med_…) or an https address, then what is to be seen in English and in "
    "Bangla, divided by |"
)
_ATTRIBUTES = "a line for each: key=value, as the category defines them; key= takes one away"
PRODUCTS: tuple[Column, ...] = (
    Column(
        "product",
        "the id of a product of yours, or a name of your own for a new one; rows with the same are its variants",
        "up to 255 characters",
        "white-panjabi",
        required=True,
    ),
    Column("category", "slug or id of its category; a new product needs one", "see /categories", "panjabi"),
    Column("status", "what it is to be; a new product is a draft", "published, unpublished or draft", "published"),
    *_in_both("title", "its title", _TEXT, "Cotton panjabi", "সুতি পাঞ্জাবি"),
    *_in_both(
        "description",
        "its description",
        f"plain HTML, up to {MAX_DESCRIPTION} characters (a cell of XLSX holds 32,767)",
        "<p>Handloom cotton.</p>",
        "<p>তাঁতের সুতি।</p>",
    ),
    Column("brand", "its brand; a name that nobody has yet is proposed", f"up to {MAX_NAME} characters", "Nakshi"),
    Column(
        "unit",
        "what one is",
        "piece, pair, set, pack, dozen, kg, g, litre, ml, metre or sq_m; a new product's is piece",
        "piece",
    ),
    Column("measurement", "size or measurement, if no option states it", example="Chest 42 in"),
    Column("colour", "colour, if no option states it", example="White"),
    Column("material", "material, if no option states it", example="Cotton"),
    Column("model", "model", example="PJ-42"),
    Column("ingredients", "ingredients and their quantity, of what perishes"),
    Column("country_of_origin", "where it was made", "two capital letters (ISO 3166-1)", "BD"),
    *_in_both("delivery_time", "how long delivery takes", _TEXT, "2 to 5 days", "২ থেকে ৫ দিন"),
    Column("images", "pictures", _IMAGES, "https://img.example.com/panjabi.jpg | Front | সামনে"),
    Column("manufactured_on", "when the goods were made", _DAY),
    Column("expires_on", "when they expire", _DAY),
    *_in_both("health_hazard_warning", "a warning, or “none”", _TEXT, "none", "নেই"),
    *_in_both("return_terms", "return, refund and exchange", _TEXT, "7 days", "৭ দিন"),
    *_in_both("warranty", "place and period, or “none”", _TEXT, "none", "নেই"),
    Column("dgda_licence", "licence of the drug administration, where the category needs one"),
    Column("attributes", "attributes of the product", _ATTRIBUTES),
    *_options(),
    Column("variant_attributes", "attributes of the variant", _ATTRIBUTES),
    Column("variant_images", "pictures of this variant alone", _IMAGES),
    Column("weight_grams", "weight of one, packed", f"whole grams, 1 to {MAX_GRAMS}", "350"),
    Column("mrp_taka", "maximum retail price printed on the goods", _TAKA, "1400.00"),
    Column("sku", "your own name of the offer; it cannot change later", f"up to {MAX_NAME} characters", "PJ-42-L"),
    Column("price_taka", "price of one; not above the MRP (CR-07)", _TAKA, "1250.00"),
    Column("active", "whether the offer sells", f"{_YES}; a new one does", "yes"),
    Column("offer_manufactured_on", "when your own goods of the offer were made, if not as the product says", _DAY),
    Column("offer_expires_on", "when they expire", _DAY),
)
OFFERS: tuple[Column, ...] = (
    Column("sku", "the offer", f"up to {MAX_NAME} characters", "PJ-42-L", required=True),
    Column("variant", "the variant to offer, if the SKU is new", "an id (var_…)"),
    Column("title", "what it is; written by the export, not read", "any text", "Cotton panjabi, L"),
    Column("price_taka", "price of one; not above the MRP (CR-07)", _TAKA, "1250.00"),
    Column("mrp_taka", "maximum retail price printed on the goods, of a product of yours", _TAKA, "1400.00"),
    Column("active", "whether it sells", _YES, "yes"),
    Column("manufactured_on", "when your goods were made, if not as the product says", _DAY),
    Column("expires_on", "when they expire", _DAY),
)
