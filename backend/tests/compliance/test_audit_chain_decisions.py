"""The hash chain, without a database."""

import dataclasses
import hashlib
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from bdcommerce.compliance.domain import audit
from bdcommerce.compliance.domain.audit import START, AuditEntry, Head
from bdcommerce.contracts.compliance import StaffActed

AT = datetime(2026, 11, 22, 6, 30, 0, 123456, tzinfo=UTC)


def acted(**changed: object) -> StaffActed:
    usual = StaffActed(
        service="vendors",
        actor_id="usr_1",
        audience="admin",
        vendor_id="",
        action="POST /api/v1/admin/vendors/{vendor_id}/approve",
        targets={"vendor_id": "ven_1", "দোকান": "রহিম"},
        body_hmac="a" * 64,
        request_id="req_1",
        at=AT,
    )
    return dataclasses.replace(usual, **changed)  # type: ignore[arg-type]


def chain(length: int) -> list[AuditEntry]:
    entries: list[AuditEntry] = []
    for number in range(1, length + 1):
        head = entries[-1].as_head if entries else START
        entries.append(audit.link(head, acted(), entry_id=f"aud_{number}", event_id=f"evt_{number}"))
    return entries


def test_an_entry_follows_the_one_before_it_and_no_other() -> None:
    first, second, third = chain(3)

    assert audit.follows(START, first)
    assert audit.follows(first.as_head, second)
    assert not audit.follows(first.as_head, third)
    assert not audit.follows(START, second)


def test_the_hash_is_that_of_the_written_recipe() -> None:
    (first,) = chain(1)
    written = (
        '{"action":"POST /api/v1/admin/vendors/{vendor_id}/approve","actor_id":"usr_1",'
        '"at":"2026-11-22T06:30:00.123456+00:00","audience":"admin",'
        f'"body_hmac":"{"a" * 64}","event_id":"evt_1","id":"aud_1","previous_hash":"{"0" * 64}",'
        '"request_id":"req_1","seq":1,"service":"vendors","targets":{"vendor_id":"ven_1","দোকান":"রহিম"},'
        '"vendor_id":""}'
    )

    assert first.hash == hashlib.sha256(written.encode()).hexdigest()


def test_the_same_instant_in_another_zone_is_the_same_entry() -> None:
    (first,) = chain(1)
    elsewhere = dataclasses.replace(first, at=first.at.astimezone(timezone(timedelta(hours=6))))

    assert audit.follows(START, elsewhere)


def test_a_change_of_any_field_breaks_the_link() -> None:
    (first,) = chain(1)
    changes: dict[str, object] = {
        field.name: f"{getattr(first, field.name)}x" for field in dataclasses.fields(first) if field.type is str
    }
    changes |= {"seq": 2, "at": first.at + timedelta(microseconds=1), "targets": {"vendor_id": "ven_2"}}

    assert set(changes) == {field.name for field in dataclasses.fields(first)}
    for name, value in changes.items():
        assert not audit.follows(START, dataclasses.replace(first, **{name: value})), name  # type: ignore[arg-type]


@given(st.dictionaries(st.text(max_size=8), st.text(max_size=8), max_size=5), st.integers(min_value=0, max_value=9))
def test_what_was_linked_always_verifies(targets: dict[str, str], seq: int) -> None:
    head = Head(seq=seq, hash="f" * 64)

    assert audit.follows(head, audit.link(head, acted(targets=targets), entry_id="aud_1", event_id="evt_1"))
