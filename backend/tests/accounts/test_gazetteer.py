"""Finding a place by any of its names, in whichever script and spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdcommerce.accounts.adapters import geography as adapter
from bdcommerce.accounts.domain.gazetteer import Found, Gazetteer
from bdcommerce.accounts.domain.spelling import slips, sound, words


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return adapter._gazetteer()


def first(gazetteer: Gazetteer, query: str) -> str:
    found = gazetteer.search(query)
    return f"{found[0].kind} {found[0].id}" if found else "nothing"


@pytest.mark.parametrize(
    "queries, place",
    [
        ("Dhaka, ঢাকা, dhaka district, DHAKA", "district dhaka"),
        ("dhaka division, ঢাকা বিভাগ", "division dhaka"),
        ("Comilla, Cumilla, কুমিল্লা, comila, Kumilla", "district cumilla"),
        ("Chittagong, Chattagram, Chattogram, চট্টগ্রাম, chitagong, Chottogram", "district chattogram"),
        ("Jessore, Jashore, যশোর, jashor, Jesore", "district jashore"),
        ("Barisal, Barishal, বরিশাল, borisal", "district barishal"),
        ("Bogra, Bogura, বগুড়া, bagura", "district bogura"),
        ("Cox's Bazar, coxs bazar, Cox’s Bazar, coxsbazar, cox bazar, কক্সবাজার", "district coxs-bazar"),
        ("narayan ganj, Narayangonj, নারায়ণগঞ্জ, narayanganj", "district narayanganj"),
        ("Moulvi Bazar, Maulvibazar, মৌলভীবাজার, মৌলভিবাজার", "district moulvibazar"),
        ("B. Baria, brahmanbaria, Bramanbaria", "district brahmanbaria"),
        ("Dhanmondi, ধানমন্ডি, dhanmndi, dhanmo, dhan", "upazila dhaka/dhanmondi"),
        ("Mirpur, mirpur dhaka, মিরপুর ঢাকা", "upazila dhaka/mirpur"),
        ("mirpur kushtia", "upazila kushtia/mirpur"),
        ("Uttara, uttara dhaka, উত্তরা", "upazila dhaka/uttara-east"),
        ("Mohamadpur, মোহাম্মদপুর, Muhammadpur dhaka", "upazila dhaka/mohammadpur"),
        ("Savar, সাভার, shavar, savar upazila", "upazila dhaka/savar"),
        ("Hathazari, হাটহাজারি, hathajari", "upazila chattogram/hathazari"),
        ("Srimangal, Sreemangal, শ্রীমঙ্গল", "upazila moulvibazar/sreemangal"),
        ("কোতোয়ালী চট্টগ্রাম, kotwali chittagong", "upazila chattogram/kotwali"),
        ("ashulia, আশুলিয়া, ashulia savar, savar ashulia", "union dhaka/savar/ashulia"),
        ("1340, ১৩৪০, savar 1340", "postcode 1340"),
        ("1212, gulshan 1212, ১২১২", "postcode 1212"),
        ("xyzxyz, ?, k", "nothing"),
    ],
)
def test_a_place_is_found_first_whatever_people_call_it(gazetteer: Gazetteer, queries: str, place: str) -> None:
    assert {query: first(gazetteer, query) for query in queries.split(", ")} == dict.fromkeys(
        queries.split(", "), place
    )


def test_every_place_is_found_by_its_own_names_and_path(gazetteer: Gazetteer) -> None:
    """By its English and its Bangla name with its district, each within the first twenty."""
    asked: dict[str, str] = {}
    for entry in gazetteer._entries[:669:7]:
        name = entry.found.name
        around = entry.found.around[-1].name if entry.found.around else name
        asked |= {f"{name.en} {around.en}": entry.found.id, f"{name.bn} {around.bn}": entry.found.id}
    assert {q: i for q, i in asked.items() if i not in {one.id for one in gazetteer.search(q, most=20)}} == {}


def test_a_place_comes_with_everything_around_it(gazetteer: Gazetteer) -> None:
    [found] = gazetteer.search("ashulia savar", kind="union")
    assert [area.id for area in found.around] == ["dhaka", "dhaka", "dhaka/savar"]
    [office, *_] = gazetteer.search("1340")
    assert [area.id for area in office.around] == ["dhaka", "dhaka", "dhaka/savar"]


def test_only_places_of_a_kind_come_when_only_they_are_wanted(gazetteer: Gazetteer) -> None:
    assert {found.kind for found in gazetteer.search("sadar", kind="upazila", most=20)} == {"upazila"}
    assert first(gazetteer, "mirpur") == "upazila dhaka/mirpur"
    assert {found.kind for found in gazetteer.search("mirpur", kind="postcode")} == {"postcode"}


def test_the_start_of_a_postcode_finds_those_that_begin_with_it(gazetteer: Gazetteer) -> None:
    found = gazetteer.search("১২", most=20)
    assert [each.id for each in found] == sorted(each.id for each in found)
    assert {each.id[:2] for each in found} == {"12"}


def test_one_word_that_fits_nothing_does_not_spoil_the_rest(gazetteer: Gazetteer) -> None:
    assert first(gazetteer, "house dhanmondi") == "upazila dhaka/dhanmondi"


def test_a_number_is_never_taken_for_another_one(gazetteer: Gazetteer) -> None:
    assert [found.id for found in gazetteer.search("1215")] == ["1215"]
    assert gazetteer.search("9999") == []


@given(st.text(max_size=100))
def test_whatever_is_typed_there_is_an_answer(gazetteer: Gazetteer, query: str) -> None:
    found = gazetteer.search(query)
    assert len(found) <= 10
    assert all(isinstance(each, Found) for each in found)


@pytest.mark.parametrize(
    "one, other, count",
    [("dhaka", "dhaka", 0), ("dhaka", "dahka", 1), ("dhaka", "dhka", 1), ("dhaka", "dhakaa", 1), ("dhaka", "khaka", 1),
     ("dhaka", "sylhet", 3), ("", "ab", 2)],
)  # fmt: skip
def test_slips_of_the_finger_are_counted(one: str, other: str, count: int) -> None:
    assert slips(one, other, 2) == count


@pytest.mark.parametrize(
    "spellings",
    ["jessore jashore", "bogra bogura", "comilla cumilla", "barisal barishal", "vatara bhatara", "shibganj sibgonj"],
)
def test_spellings_of_one_name_sound_the_same(spellings: str) -> None:
    assert len({sound(word) for word in spellings.split()}) == 1


def test_words_are_compared_without_apostrophes_hyphens_and_other_digits() -> None:
    assert words("Cox’s-Bazar ৪৭০০, ঢাকা।") == ["coxs", "bazar", "4700", "ঢাকা"]
