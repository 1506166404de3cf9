"""`bdc audit`: whether the log of what staff changed is whole."""

import typer

from bdcommerce.contracts.compliance import ComplianceFace
from bdcommerce.infra.settings import Settings

app = typer.Typer(help="The log of what staff changed.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """A callback keeps `verify` a command of its own although it is the only one."""


@app.command()
def verify() -> None:
    """Recompute the hash chain of the audit log from its first entry; fails where it does not hold."""
    from bdcommerce.cli.main import go, settings

    go(_verify(settings()))


async def _verify(settings: Settings) -> None:
    from bdcommerce.cli.assembly import assembled
    from bdcommerce.cli.database import database
    from bdcommerce.cli.services import SERVICES

    async with database(settings) as url, assembled(settings, url, SERVICES) as assembly:
        compliance: ComplianceFace = assembly.find(ComplianceFace)
        verdict = await compliance.verify_audit()
    if not verdict.ok:
        broken = f"The audit log does not hold from entry {verdict.first_broken_seq} on"
        typer.secho(
            f"{broken}; {verdict.entries} before it do: docs/runbooks/audit-chain-broken.md", fg="red", err=True
        )
        raise typer.Exit(1)
    typer.echo(f"The audit log holds: {verdict.entries} entries, head {verdict.head_hash}")
