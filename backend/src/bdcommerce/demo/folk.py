"""The customers of the demo: made-up people with believable names, all over the country. They belong to nobody."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from bdcommerce.kernel.text import Language

_MEN = (
    "Abdul Karim", "Rafiqul Islam", "Tanvir Ahmed", "Mahmudul Hasan", "Shafiqul Alam", "Imran Hossain", "Sajid Rahman",
    "Nazmul Huda", "Arif Chowdhury", "Sumon Mia", "Ashraful Haque", "Kamal Uddin", "Biplob Das", "Sujan Roy",
    "Fahim Faisal", "Rakib Hasan", "Jahid Hasan", "Zahirul Islam", "Mizanur Rahman", "Shakil Khan", "Ripon Sarker",
    "Anisur Rahman", "Towhid Hossain", "Masud Rana", "Habibur Rahman", "Liton Barua", "Polash Dewan", "Monir Hossain",
)  # fmt: skip
_WOMEN = (
    "Rahima Khatun", "Nusrat Jahan", "Farzana Akter", "Shirin Sultana", "Taslima Begum", "Sadia Islam", "Mitu Akter",
    "Jannatul Ferdous", "Ayesha Siddika", "Sharmin Nahar", "Rumana Parvin", "Tania Rahman", "Lipi Rani Das",
    "Moushumi Saha", "Nasrin Sultana", "Salma Khatun", "Fatema Tuz Zohra", "Israt Jahan", "Marium Akter",
    "Sumaiya Haque",
    "Dilruba Yasmin", "Kohinoor Begum", "Shapla Chakma", "Papia Sarkar", "Rehana Akter", "Afroza Begum",
)  # fmt: skip
_STREETS = (
    "House {n}, Road {m}", "Flat {f}, House {n}, Road {m}", "{n}/{m} Station Road", "Holding {n}, College Road",
    "House {n}, Lane {m}, Block {b}", "{n} Hospital Road", "Village Road, House {n}", "{n} Bazar Road, Floor {m}",
)  # fmt: skip
_PLACES: dict[str, int] = {
    "dhaka/mirpur": 44, "dhaka/dhanmondi": 34, "dhaka/mohammadpur": 30, "dhaka/uttara-west": 30, "dhaka/gulshan": 18,
    "dhaka/motijheel": 14, "dhaka/demra": 14, "dhaka/dakshinkhan": 12, "gazipur/tongi-west": 18, "gazipur/sreepur": 8,
    "narayanganj/fatullah": 16, "narayanganj/rupganj": 7, "tangail/tangail-sadar": 9, "narsingdi/narsingdi-sadar": 6,
    "chattogram/panchlaish": 22, "chattogram/kotwali": 18, "chattogram/patiya": 7,
    "cumilla/cumilla-city-corporation": 13,
    "coxs-bazar/coxs-bazar-sadar": 7, "noakhali/noakhali-sadar": 7, "sylhet/sylhet-sadar": 19,
    "moulvibazar/sreemangal": 6, "khulna/sonadanga": 15, "jashore/jashore-sadar": 10, "rajshahi/boalia": 15,
    "bogura/bogura-sadar": 11, "pabna/pabna-sadar": 6, "rangpur/kotwali": 12, "dinajpur/dinajpur-sadar": 7,
    "barishal/barishal-sadar": 12, "mymensingh/mymensingh-city-corporation": 14,
}  # fmt: skip
_OPERATORS = ("013", "014", "015", "016", "017", "018", "019")
_IN_ENGLISH = 0.22


@dataclass(frozen=True, slots=True)
class Customer:
    """Somebody who buys."""

    number: int
    name: str
    phone: str
    language: Language
    upazila_id: str
    line1: str


def customers(count: int, chance: random.Random) -> list[Customer]:
    """So many people, each with a phone of their own."""
    places, weights = [*_PLACES], [*_PLACES.values()]
    return [
        Customer(
            number=number,
            name=chance.choice(_MEN if chance.random() < 0.52 else _WOMEN),  # noqa: PLR2004 - about half
            phone=f"{chance.choice(_OPERATORS)}{10_000_000 + number * 17_911 % 89_999_999:08d}",
            language="en" if chance.random() < _IN_ENGLISH else "bn",
            upazila_id=chance.choices(places, weights)[0],
            line1=_line(chance),
        )
        for number in range(count)
    ]


def _line(chance: random.Random) -> str:
    numbers: dict[str, object] = {
        "n": chance.randint(2, 98),
        "m": chance.randint(1, 27),
        "f": f"{chance.randint(1, 9)}{chance.choice('ABCD')}",
        "b": chance.choice("ABCDEF"),
    }
    return chance.choice(_STREETS).format(**numbers)


def initial_of(name: str) -> str:
    """How others read who wrote something."""
    return name[:1]


def words(texts: Sequence[tuple[str, str]], language: Language, chance: random.Random) -> str:
    """One of some texts, in a language."""
    english, bangla = chance.choice(texts)
    return bangla if language == "bn" else english
