"""The banks of Bangladesh, from the list that lies beside this file (`banco/README.md` says where it is from)."""

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

_FOLDER = "bdcommerce.vendors.adapters"


class Banco:
    """See ports.BankDirectory."""

    @property
    def prefixes(self) -> Mapping[str, str]:
        """See ports.BankDirectory."""
        return _table("banks")

    @property
    def districts(self) -> Mapping[str, str]:
        """See ports.BankDirectory."""
        return _table("districts")

    def branch(self, routing_no: str) -> str:
        """See ports.BankDirectory."""
        return _table("branches").get(routing_no) or self.districts.get(routing_no[3:5], "")


@cache
def _table(name: str) -> Mapping[str, str]:
    """Two columns: a number and a name."""
    text = (files(_FOLDER) / "banco" / f"{name}.csv").read_text("utf-8")
    _, *rows = csv.reader(text.splitlines())
    return dict(rows)
