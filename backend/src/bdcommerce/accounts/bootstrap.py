"""Builds accounts."""

from datetime import timedelta

from pydantic import Field, ValidationError

from bdcommerce.accounts import api, consumers, jobs
from bdcommerce.accounts.adapters.devices import SealedDeviceNotes
from bdcommerce.accounts.adapters.geography import gazetteer, geography
from bdcommerce.accounts.adapters.passwords import Argon2Passwords
from bdcommerce.accounts.adapters.postgres import opener
from bdcommerce.accounts.adapters.proofs import SealedProofs
from bdcommerce.accounts.adapters.tokens import Ed25519Tokens
from bdcommerce.accounts.adapters.totp import Totp
from bdcommerce.accounts.domain.second_factors import Demand
from bdcommerce.accounts.domain.throttles import Bucket, Limits
from bdcommerce.accounts.face import Accounts
from bdcommerce.accounts.ports import Work
from bdcommerce.accounts.queries import Directory, Edge
from bdcommerce.contracts.accounts import AccountsFace
from bdcommerce.contracts.notifications import NotificationsFace
from bdcommerce.contracts.vendors import VendorsFace
from bdcommerce.infra import unit_of_work
from bdcommerce.infra.service import Platform, Service, Wired
from bdcommerce.infra.settings import Concern, Refused
from bdcommerce.kernel.work import Works


class AccountsSettings(Concern):
    """How dear a password is to guess, how often one may be wrong, and how long a signing key signs.

    The defaults of Argon2id are the second choice of the OWASP Password Storage Cheat Sheet. Raising them takes effect
    for each person at their next sign-in.
    """

    password_memory_kib: int = Field(default=19_456, ge=7_168, le=1_048_576)
    password_passes: int = Field(default=2, ge=1, le=20)
    password_lanes: int = Field(default=1, ge=1, le=16)
    staff_second_factor: Demand = "when_set_up"
    """`required`: nobody does anything in the admin without a second factor."""
    signing_key_days: int = Field(default=90, ge=1, le=3650)
    wrong_answers_per_address: int = Field(default=360, ge=10, le=1_000_000)
    """Wrong passwords and codes from one address, an hour. Mobile operators have thousands of people share one."""
    codes_per_address: int = Field(default=300, ge=10, le=1_000_000)
    """Codes that one address has us send, an hour."""
    registrations_per_address: int = Field(default=600, ge=10, le=1_000_000)
    """Accounts with a password that one address opens, or tries to, an hour."""


def build(platform: Platform) -> Wired:
    """Accounts over its database."""
    settings, sealer, places = _settings(), platform.sealer, geography()
    works: Works[Work] = unit_of_work.works(platform.database, opener(sealer, places))
    edge = Edge(
        works=works,
        passwords=Argon2Passwords(
            passes=settings.password_passes, memory_kib=settings.password_memory_kib, lanes=settings.password_lanes
        ),
        tokens=Ed25519Tokens(),
        proofs=SealedProofs(sealer),
        device_notes=SealedDeviceNotes(sealer),
        limits=Limits(
            wrong_answers=Bucket(an_hour=settings.wrong_answers_per_address),
            codes=Bucket(an_hour=settings.codes_per_address),
            registrations=Bucket(an_hour=settings.registrations_per_address),
        ),
        blind=sealer.blind,
        geography=places,
        gazetteer=gazetteer,
        notifications=platform.ask(NotificationsFace),
        vendors=platform.ask(VendorsFace),
        key_period=timedelta(days=settings.signing_key_days),
        authenticator=Totp(),
        second_factor=settings.staff_second_factor,
        directory=Directory(platform.database.reads, sealer, places),
    )
    face: AccountsFace = Accounts(edge)
    return Wired(deps=edge, face=face)


def _settings() -> AccountsSettings:
    try:
        return AccountsSettings()
    except ValidationError as error:
        lines = (f"BDC_{str(wrong['loc'][0]).upper()}: {wrong['msg']}" for wrong in error.errors())
        raise Refused("\n".join(lines)) from error


SERVICE = Service(
    name="accounts",
    build=build,
    routes=api.ROUTES,
    face=AccountsFace,
    asks=(NotificationsFace, VendorsFace),
    consumers=consumers.CONSUMERS,
    jobs=jobs.JOBS,
)
