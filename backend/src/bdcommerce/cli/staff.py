"""`bdc staff`: the first member of staff has nobody who could invite them."""

from typing import Annotated

import typer

from bdcommerce.contracts.accounts import AccountsFace
from bdcommerce.infra.settings import Settings

app = typer.Typer(help="Staff accounts of the operator.", no_args_is_help=True)
Role = Annotated[list[str], typer.Option("--role", help="Say it again for several roles.")]
Password = Annotated[str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True, envvar="BDC_PASSWORD")]


@app.command()
def add(email: str, name: str, role: Role, password: Password) -> None:
    """Make a staff account; further ones can be made over the API by whoever has staff.manage."""
    from bdcommerce.cli.main import go, settings

    go(_add(settings(), email, name, password, role))
    typer.echo(f"{email} can sign in.")


async def _add(settings: Settings, email: str, name: str, password: str, roles: list[str]) -> None:
    from bdcommerce.cli.assembly import assembled
    from bdcommerce.cli.database import database
    from bdcommerce.cli.services import SERVICES

    async with database(settings) as dsn, assembled(settings, dsn, SERVICES) as assembly:
        accounts: AccountsFace = assembly.find(AccountsFace)
        await accounts.ensure_staff(email, name, password, roles)
