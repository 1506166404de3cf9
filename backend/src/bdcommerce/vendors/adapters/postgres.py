"""Vendors, their sealed records and the commission plans in an open transaction."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import exists, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from bdcommerce.contracts.vendors import UnknownVendor, VendorStatus
from bdcommerce.infra.postgres import Transaction
from bdcommerce.infra.unit_of_work import Unit
from bdcommerce.kernel import clock
from bdcommerce.kernel.address import Address
from bdcommerce.kernel.errors import BdError
from bdcommerce.kernel.ids import is_id
from bdcommerce.kernel.work import Recorder
from bdcommerce.vendors.domain import vendor as decisions
from bdcommerce.vendors.domain.commission import Plan
from bdcommerce.vendors.domain.papers import Account, Application, Issuer
from bdcommerce.vendors.domain.vendor import Vendor
from bdcommerce.vendors.errors import AlreadyApplied, AlreadyStaff, IdentityTaken, SlugTaken
from bdcommerce.vendors.ports import Vault
from bdcommerce.vendors.tables import commission_plan, sealed_record, staff, vendor


class PostgresWork:
    """A unit of work of vendors."""

    def __init__(self, unit: Unit, vault: Vault) -> None:
        self.log = unit.log
        self.vendors = PostgresVendors(unit.tx, unit.log)
        self.sealed = PostgresSealedRecords(unit.tx, vault)
        self.plans = PostgresPlans(unit.tx)


class PostgresVendors:
    """See ports.VendorRepository."""

    def __init__(self, tx: Transaction, log: Recorder) -> None:
        self._tx, self._log = tx, log

    async def load(self, vendor_id: str) -> tuple[Vendor, int]:
        """See ports.VendorRepository."""
        history = await self._log.history(_stream(vendor_id)) if is_id(vendor_id, "ven") else []
        found = decisions.fold(history)
        if found is None:
            raise UnknownVendor("There is no such vendor.", vendor_id=vendor_id)
        return found, len(history)

    async def save(self, vendor_id: str, events: Sequence[object], *, expected: int) -> None:
        """See ports.VendorRepository. The read tables hold the constraints over all vendors."""
        taken = {"staff_user_id_key": AlreadyStaff.somewhere(), "vendor_slug_key": SlugTaken.now()}
        with _meaning(taken):
            await self._log.append(_stream(vendor_id), events, expected=expected)

    async def works_somewhere(self, user_id: str) -> bool:
        """See ports.VendorRepository."""
        return bool(await self._tx.scalar(select(exists().where(staff.c.user_id == user_id))))

    async def slugs_like(self, wanted: str) -> Collection[str]:
        """See ports.VendorRepository."""
        alike = or_(vendor.c.slug == wanted, vendor.c.slug.startswith(f"{wanted}-", autoescape=True))
        return {row["slug"] for row in await self._tx.rows(select(vendor.c.slug).where(alike))}

    async def applied_at(self, vendor_id: str) -> datetime:
        """See ports.VendorRepository."""
        applied_at: datetime = await self._tx.scalar(
            select(vendor.c.submitted_at).where(vendor.c.vendor_id == vendor_id)
        )
        return applied_at


class PostgresSealedRecords:
    """See ports.SealedRecords."""

    def __init__(self, tx: Transaction, vault: Vault) -> None:
        self._tx, self._vault = tx, vault

    async def add(self, vendor_id: str, applicant_id: str, application: Application, dispatch: Address) -> None:
        """See ports.SealedRecords."""
        sealed = {
            "identity": application.identity,
            "contact": application.contact,
            "dispatch": dispatch,
            "bank_account": application.account,
            "issuer": application.issuer,
        }
        row = {
            "vendor_id": vendor_id,
            "applicant_id": applicant_id,
            "status": "applied",
            "bank_account_since": clock.now(),
            "bank_account_by": applicant_id,
            "tin_index": self._vault.blind("tin", application.identity.tin),
            "nid_index": self._vault.blind("nid", application.identity.nid),
            **{column: self._vault.seal(vendor_id, column, value) for column, value in sealed.items() if value},
        }
        taken = {
            "sealed_record_one_applicant_id": AlreadyApplied.once(),
            "sealed_record_one_tin_index": IdentityTaken.by("tin"),
            "sealed_record_one_nid_index": IdentityTaken.by("nid"),
        }
        with _meaning(taken):
            await self._tx.execute(insert(sealed_record).values(row))

    async def set_status(self, vendor_id: str, status: VendorStatus) -> None:
        """See ports.SealedRecords."""
        await self._change(vendor_id, {"status": status})

    async def move_dispatch(self, vendor_id: str, dispatch: Address) -> None:
        """See ports.SealedRecords."""
        await self._change(vendor_id, {"dispatch": self._vault.seal(vendor_id, "dispatch", dispatch)})

    async def replace_account(self, vendor_id: str, account: Account, *, by: str) -> None:
        """See ports.SealedRecords."""
        change = {
            "previous_bank_account": sealed_record.c.bank_account,
            "bank_account": self._vault.seal(vendor_id, "bank_account", account),
            "bank_account_since": clock.now(),
            "bank_account_by": by,
        }
        await self._change(vendor_id, change)

    async def name_issuer(self, vendor_id: str, issuer: Issuer) -> None:
        """See ports.SealedRecords."""
        await self._change(vendor_id, {"issuer": self._vault.seal(vendor_id, "issuer", issuer)})

    async def _change(self, vendor_id: str, change: Mapping[str, object]) -> None:
        await self._tx.execute(update(sealed_record).where(sealed_record.c.vendor_id == vendor_id).values(change))


class PostgresPlans:
    """See ports.CommissionPlans."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def add(self, plan: Plan, *, by: str) -> None:
        """See ports.CommissionPlans."""
        row = {
            "owner": plan.owner,
            "effective_from": plan.effective_from,
            "default_percent": plan.default_percent,
            "by_category": plan.by_category,
            "set_by": by,
            "set_at": clock.now(),
        }
        await self._tx.execute(insert(commission_plan).values(row))


def _stream(vendor_id: str) -> str:
    return f"vendor-{vendor_id}"


@contextmanager
def _meaning(taken: Mapping[str, BdError]) -> Iterator[None]:
    """What a violated unique constraint means, by its name."""
    try:
        yield
    except IntegrityError as error:
        name = getattr(getattr(error.orig, "__cause__", None), "constraint_name", "")
        if name not in taken:
            raise
        raise taken[name] from error
