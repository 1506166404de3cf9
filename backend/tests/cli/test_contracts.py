"""The committed contracts follow the code, and break nobody unseen."""

from pathlib import Path
from typing import Any

import pytest

from bdcommerce.cli import contracts
from bdcommerce.cli.contracts import Contracts, documents, event_schema, look, pretty, write
from bdcommerce.compliance.bootstrap import SERVICE as COMPLIANCE
from bdcommerce.contracts.inventory import StockChanged
from bdcommerce.kernel.events import PUBLIC, name_of
from support.toy import ThingCounted


def wanted(*, fields: tuple[str, ...] = ("id", "name"), version: str = "1.0.0", **events: Any) -> dict[str, Any]:
    """What a code with one call and some events says."""
    reply = {"type": "object", "properties": {name: {"type": "string"} for name in fields}, "required": list(fields)}
    call = {"responses": {"200": {"content": {"application/json": {"schema": reply}}}}}
    document = {"info": {"version": version}, "paths": {"/things": {"get": call}}}
    return {"openapi.json": document, **{f"events/toy.{name}.json": schema for name, schema in events.items()}}


def told(version: int = 1, **properties: str) -> dict[str, Any]:
    schema = {name: {"type": kind} for name, kind in properties.items()}
    return {"type": "object", "properties": schema, "required": list(schema), "x-version": version, "x-key": "id"}


def written(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "contracts"


def test_the_first_writing_lays_out_the_folder_and_the_check_is_content(folder: Path) -> None:
    made = Contracts(folder, wanted(Told=told(id="string")))
    assert write(made, "") == 0
    assert sorted(written(folder)) == ["CHANGES.md", "events/toy.Told.json", "openapi.json", "versions.json"]
    assert (folder / "versions.json").read_text() == '{\n  "api": 1,\n  "events": 1\n}\n'
    assert look(made) == 0


def test_drift_is_named_with_the_way_to_mend_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(Contracts(folder, wanted()), "")
    assert look(Contracts(folder, wanted(fields=("id", "name", "slug")))) == 1
    said = capsys.readouterr().err
    assert "contracts/openapi.json is not what the code says: run `make contracts`" in said
    assert "breaks" not in said


def test_a_breaking_change_is_refused_and_nothing_is_written(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(Contracts(folder, wanted(Told=told(id="string"))), "")
    before = written(folder)
    assert write(Contracts(folder, wanted(fields=("id",), Told=told(id="integer"))), "") == 1
    said = capsys.readouterr().err
    assert "this breaks: GET /things: reply 200.name: is gone" in said
    assert "this breaks: toy.Told: id: its type was string, is integer" in said
    assert "--accept-breaking" in said
    assert written(folder) == before


def test_an_accepted_break_raises_the_major_version_of_what_it_breaks_and_is_noted(folder: Path) -> None:
    write(Contracts(folder, wanted(Told=told(id="string"))), "")
    broken = Contracts(folder, wanted(fields=("id",), version="2.0.0", Told=told(id="string")))
    assert write(broken, "names are in another call now") == 0
    assert '"api": 2' in (folder / "versions.json").read_text()
    assert '"events": 1' in (folder / "versions.json").read_text()
    notes = (folder / "CHANGES.md").read_text()
    assert "## API 2" in notes
    assert "names are in another call now" in notes
    assert "- GET /things: reply 200.name: is gone" in notes
    assert look(broken) == 0


def test_a_break_of_an_event_counts_apart_from_the_api(folder: Path) -> None:
    write(Contracts(folder, wanted(Told=told(id="string"))), "")
    assert write(Contracts(folder, wanted()), "nobody heard it") == 0
    assert '"events": 2' in (folder / "versions.json").read_text()
    assert "## Events 2" in (folder / "CHANGES.md").read_text()
    assert not (folder / "events" / "toy.Told.json").exists()


def test_a_new_event_version_needs_no_acceptance(folder: Path) -> None:
    write(Contracts(folder, wanted(Told=told(id="string"))), "")
    assert write(Contracts(folder, wanted(Told=told(2, number="integer"))), "") == 0
    assert '"events": 1' in (folder / "versions.json").read_text()


def test_an_event_that_is_gone_leaves_no_file_behind(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(Contracts(folder, wanted(Told=told(id="string"))), "")
    assert look(Contracts(folder, wanted())) == 1
    assert "contracts/events/toy.Told.json is not what the code says" in capsys.readouterr().err


@pytest.mark.parametrize(
    "spoilt, said",
    [
        (("versions.json", '{"api": 2, "events": 1}'), "versions.json says api 2, CHANGES.md has entries for none"),
        (("CHANGES.md", "## Events 2\n"), "versions.json says events 1, CHANGES.md has entries for [2]"),
    ],
)
def test_versions_and_their_notes_must_agree(
    folder: Path, capsys: pytest.CaptureFixture[str], spoilt: tuple[str, str], said: str
) -> None:
    made = Contracts(folder, wanted())
    write(made, "")
    (folder / spoilt[0]).write_text(spoilt[1])
    assert look(made) == 1
    assert said in capsys.readouterr().err


def test_the_document_must_carry_the_major_version_that_is_noted(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(Contracts(folder, wanted()), "")
    write(Contracts(folder, wanted(fields=("id",))), "a reason")
    assert look(Contracts(folder, wanted(fields=("id",)))) == 1
    assert "VERSION in infra/http/app.py begins with 1, versions.json says api 2" in capsys.readouterr().err


def test_every_integration_event_of_the_contracts_gets_its_schema() -> None:
    made = documents([COMPLIANCE])
    assert made["events/inventory.StockChanged.json"] == event_schema(StockChanged)
    assert made["events/inventory.StockChanged.json"]["x-key"] == "offer_id"
    assert made["events/inventory.StockChanged.json"]["x-version"] == 1
    assert "/api/v1/admin/rules" in made["openapi.json"]["paths"]


def test_an_event_that_stands_outside_of_the_contracts_is_no_contract() -> None:
    assert name_of(ThingCounted) in PUBLIC
    assert f"events/{name_of(ThingCounted)}.json" not in documents([])


def test_the_text_is_the_same_however_the_code_orders_it() -> None:
    assert pretty({"b": 1, "a": {"d": 2, "c": "ঢাকা"}}) == pretty({"a": {"c": "ঢাকা", "d": 2}, "b": 1})
    assert pretty({"a": "ঢাকা"}) == '{\n  "a": "ঢাকা"\n}\n'


def test_the_contracts_that_are_committed_agree_with_the_code() -> None:
    assert contracts.write_contracts(check=True) == 0
