"""Settlement files as lines, and lines as what they settle: decided without a database."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdcommerce.kernel.errors import Invalid
from bdcommerce.kernel.money import Money, taka
from bdcommerce.payments.domain.settlement import columns, matching
from bdcommerce.payments.domain.settlement.matching import Item, Match, Wanted
from bdcommerce.payments.events import ColumnMapping

TODAY = date(2026, 11, 22)
NAMES = st.sampled_from(["A1", "A2", "A3", "A4", ""])
AMOUNTS = st.integers(-5, 5).map(lambda taka: taka * 100)


def wanted(n: int, name: str, gross: int, on: date | None = TODAY) -> Wanted:
    return Wanted(line_id=f"L{n}", names=(matching.name(name),) if name else (), gross=gross, on=on)


def item(n: int, name: str, balance: int, on: date = TODAY, *, expected: bool = False) -> Item:
    names = frozenset({matching.name(name)} if name else ())
    return Item(item_id=f"I{n}", names=names, balance=balance, on=on, expected=expected)


LINES = st.lists(st.tuples(NAMES, AMOUNTS), max_size=8).map(
    lambda found: [wanted(n, name, gross) for n, (name, gross) in enumerate(found)]
)
ITEMS = st.lists(st.tuples(NAMES, AMOUNTS), max_size=6).map(
    lambda found: [item(n, name, balance) for n, (name, balance) in enumerate(found)]
)


@given(LINES, ITEMS)
def test_every_line_is_matched_once_and_what_is_taken_was_owed(lines: list[Wanted], items: list[Item]) -> None:
    matches = matching.by_reference(lines, items)
    assert [match.line_id for match in matches] == [line.line_id for line in lines]
    owed = {each.item_id: each.balance for each in items}
    for line, match in zip(lines, matches, strict=True):
        if match.outcome in {"settled", "amount"}:
            assert owed[match.item_id] * line.gross > 0
            assert (owed[match.item_id] == line.gross) == (match.outcome == "settled")
            owed[match.item_id] -= line.gross
    taken = sum(
        line.gross for line, match in zip(lines, matches, strict=True) if match.outcome in {"settled", "amount"}
    )
    assert sum(owed.values()) == sum(each.balance for each in items) - taken


@given(LINES, ITEMS, st.integers(0, 5))
def test_by_amount_no_item_is_settled_twice_and_only_by_its_very_amount(
    lines: list[Wanted], items: list[Item], days: int
) -> None:
    matches = matching.by_amount(lines, items, days)
    settled = [match.item_id for match in matches if match.outcome == "settled"]
    assert len(settled) == len(set(settled))
    owed = {each.item_id: each.balance for each in items}
    for line, match in zip(lines, matches, strict=True):
        assert match.outcome == "unknown" or owed[match.item_id] == line.gross != 0


@given(st.integers(0, 10_000), st.integers(0, 12_000), st.integers(0, 3_000))
def test_a_courier_line_is_explained_to_the_poisha(collected: int, gross: int, charge: int) -> None:
    cash = matching.cash(collected, gross, charge)
    assert cash.arrived + cash.charge + cash.short == collected
    assert cash.arrived + cash.excess - cash.more_charge == gross - charge
    assert min(cash.arrived, cash.charge, cash.short, cash.excess, cash.more_charge) >= 0


def test_a_second_line_for_the_same_payment_is_a_duplicate_and_a_refund_goes_the_other_way() -> None:
    items = [item(1, "TRX1", 10000), item(2, "TRX1", -3000), item(3, "REF9", 0, expected=True)]
    lines = [wanted(1, "trx1", 10000), wanted(2, "TRX1", 10000), wanted(3, "TRX1", -3000), wanted(4, "REF9", 500)]
    lines += [wanted(5, "NOBODY", 700), wanted(6, "TRX1", 0)]
    outcomes = [(match.outcome, match.item_id) for match in matching.by_reference(lines, items)]
    assert outcomes[0] == ("settled", "I1")
    assert outcomes[1][0] == "duplicate"
    assert outcomes[2] == ("settled", "I2")
    assert outcomes[3] == ("missing_at_us", "I3")
    assert outcomes[4] == ("held", "")
    assert outcomes[5][0] == "charged"


def test_a_refund_nobody_knows_of_yet_is_not_a_second_line_of_its_payment() -> None:
    paid = item(1, "TRX1", 0)
    given_back = replace(item(2, "TRX1", 0), went_back=True)
    unknown, again = wanted(1, "TRX1", -10000), wanted(2, "TRX1", 10000)
    assert [each.outcome for each in matching.by_reference([unknown, again], [paid])] == ["missing_at_us", "duplicate"]
    assert matching.by_reference([unknown], [paid, given_back])[0] == Match(
        line_id="L1", outcome="duplicate", item_id="I2"
    )


def test_a_line_that_stands_twice_is_a_duplicate_also_where_it_paid_too_little() -> None:
    lines = [wanted(1, "T", 61000), wanted(2, "T", 61000), wanted(3, "T", 4000)]
    matches = matching.by_reference(lines, [item(1, "T", 65000)])
    assert [match.outcome for match in matches] == ["amount", "duplicate", "settled"]
    halves = [wanted(1, "T", 5000), wanted(2, "T", 5000)]
    assert [match.outcome for match in matching.by_reference(halves, [item(1, "T", 10000)])] == ["amount", "settled"]


def test_of_two_refunds_of_a_payment_a_line_twice_is_the_one_it_names_and_never_the_other() -> None:
    first, second = (
        replace(item(number, "", owed), names=frozenset({f"r{number}", "bill"}), went_back=True)
        for number, owed in ((1, -172800), (2, -165900))
    )
    lines = [replace(wanted(number, "", -172800), names=("r1", "bill")) for number in (1, 2)]
    lines.append(replace(wanted(3, "", -165900), names=("unheard-of", "bill")))
    found = [(each.outcome, each.item_id) for each in matching.by_reference(lines, [first, second])]
    assert found == [("settled", "I1"), ("duplicate", "I1"), ("settled", "I2")]


def test_the_rest_of_what_was_paid_in_parts_is_settled_by_the_line_that_brings_it() -> None:
    matches = matching.by_reference([wanted(1, "T", 7000), wanted(2, "T", 3000)], [item(1, "T", 10000)])
    assert [match.outcome for match in matches] == ["amount", "settled"]


def test_two_items_of_one_amount_are_left_to_people() -> None:
    line = wanted(1, "", 500)
    assert matching.by_amount([line], [item(1, "", 500), item(2, "", 500)], 3)[0].outcome == "unknown"
    assert matching.by_amount([line], [item(1, "", 500)], 3)[0].item_id == "I1"
    late = item(1, "", 500, TODAY - timedelta(days=4))
    assert matching.by_amount([line], [late], 3)[0].outcome == "unknown"
    both = matching.by_amount([line, wanted(2, "", 500)], [item(1, "", 500)], 3)
    assert {match.outcome for match in both} == {"unknown"}


@pytest.mark.parametrize(
    "text, poisha",
    [
        ("1,250.50", 125050), ("৳1,25,000", 12500000), ("(75)", -7500), ("Tk. 30/-", 3000), ("১২৫.৫০", 12550),
        ("-12", -1200), ("0", 0), ("1250.505", 125051), ("BDT 7", 700),
    ],
)  # fmt: skip
def test_amounts_are_read_as_people_write_them(text: str, poisha: int) -> None:
    assert columns.money(text) == Money(poisha)


@pytest.mark.parametrize("text", ["", "n/a", "NaN", "Infinity", "1e400", "12.3.4"])
def test_what_is_no_amount_is_none(text: str) -> None:
    assert columns.money(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-03", "2026-11-03T10:20:30:789 GMT+0600", "03/11/2026 09:15", "3-11-2026", "03 Nov 2026",
        "3-November-2026", "০৩/১১/২০২৬",
    ],
)  # fmt: skip
def test_days_are_read_as_files_have_them(text: str) -> None:
    assert columns.day(text, day_first=True) == date(2026, 11, 3)


def test_a_day_that_is_none_is_none_and_months_may_come_first() -> None:
    assert columns.day("11/03/2026", day_first=False) == date(2026, 11, 3)
    assert {columns.day(text, day_first=True) for text in ("31/02/2026", "soon", "", "3 Foo 2026")} == {None}


BKASH = ["Trx ID", "Merchant Invoice Number", "Transaction Date", "Amount", "Charge", "Net Amount", "Status"]
PATHAO = ["Consignment ID", "Merchant Order ID", "Delivery Date", "Collected Amount", "Total Charge", "Paid"]


def test_a_mapping_is_guessed_from_headers() -> None:
    guess = columns.guess(["trxID", *BKASH[1:]], ["Completed", "Failed"])
    assert (guess.reference, guess.other_reference, guess.gross) == ("trxID", "Merchant Invoice Number", "Amount")
    assert (guess.fee, guess.net, guess.date) == ("Charge", "Net Amount", "Transaction Date")
    assert (guess.status, guess.settled_words) == ("Status", ["completed"])
    courier = columns.guess(PATHAO)
    assert (courier.reference, courier.other_reference) == ("Consignment ID", "Merchant Order ID")
    assert (courier.gross, courier.fee, courier.net) == ("Collected Amount", "Total Charge", "Paid")


@given(st.lists(st.text(max_size=30), unique=True, max_size=12))
def test_a_guess_names_no_column_twice_and_none_that_is_not_there(names: list[str]) -> None:
    guess = columns.guess(names)
    named = [guess.reference, guess.other_reference, guess.gross, guess.fee, guess.net, guess.date, guess.status]
    named = [each for each in named if each]
    assert len(named) == len(set(named))
    assert set(named) <= set(names)


MAPPING = ColumnMapping(
    reference="id", gross="gross", fee="fee", net="net", date="day", status="state", settled_words=["paid"]
)


def cells(**given: str) -> dict[str, str]:
    return {"id": "T1", "gross": "100", "fee": "2", "net": "98", "day": "2026-11-22", "state": "Paid"} | given


def test_what_arrived_decides_and_the_file_is_remembered() -> None:
    reading = columns.read(MAPPING, [(2, cells(net="88"))], "stm_1")
    (line,) = reading.lines
    assert (line.gross, line.charge, line.net, line.stated) == (taka(90), taka(2), taka(88), taka(100))


@given(st.integers(-(10**6), 10**6), st.integers(0, 10**5), st.integers(-(10**6), 10**6), st.integers(0, 7))
def test_gross_is_always_net_and_charge(gross: int, fee: int, net: int, given_: int) -> None:
    amounts = {"gross": gross, "fee": fee, "net": net}
    here = {name: f"{value}" if given_ & 1 << n else "" for n, (name, value) in enumerate(amounts.items())}
    read = columns.read_row(MAPPING, 2, cells(**here), line_id="x")
    if isinstance(read, columns.Unread):
        assert (here["gross"], here["net"]) == ("", "")
    else:
        assert read is not None
        assert read.gross == read.net + read.charge


def test_totals_and_other_statuses_are_no_lines_and_bad_cells_are_told_by_row() -> None:
    rows = [
        (2, cells()), (3, cells(state="failed")), (4, cells(id="Total", gross="500")), (5, cells(gross="ten")),
        (6, cells(day="soon")), (7, cells(gross="", net="")),
    ]  # fmt: skip
    reading = columns.read(MAPPING, rows, "stm_1")
    assert (len(reading.lines), reading.skipped) == (1, 2)
    assert [(bad.row, bad.column) for bad in reading.unread] == [(5, "gross"), (6, "day"), (7, "gross")]


def test_the_same_line_again_in_one_file_is_another_one_and_in_another_file_the_same() -> None:
    once = columns.read(MAPPING, [(2, cells()), (3, cells(id="T2")), (4, cells())], "stm_1").lines
    again = columns.read(MAPPING, [(9, cells(id="T2")), (10, cells())], "stm_2").lines
    assert len({line.key for line in once}) == 3
    assert {line.key for line in again} < {line.key for line in once}


def test_more_lines_than_are_read_at_once_are_refused() -> None:
    rows = ((n, cells(id=f"T{n}")) for n in range(columns.MOST_LINES + 1))
    with pytest.raises(Invalid):
        columns.read(MAPPING, rows, "stm_1")


@pytest.mark.parametrize(
    "mapping",
    [
        ColumnMapping(reference=""), ColumnMapping(reference="id"),
        ColumnMapping(reference="id", gross="id"), ColumnMapping(reference="id", gross="g", settled_words=["paid"]),
    ],
)  # fmt: skip
def test_a_mapping_that_cannot_be_used_is_refused(mapping: ColumnMapping) -> None:
    with pytest.raises(Invalid):
        columns.ensure_usable(mapping)
