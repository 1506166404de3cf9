"""What `bdc run` prints when the marketplace is up."""

from rich.console import Console
from rich.table import Table

from bdcommerce.demo.people import STAFF, VENDORS
from bdcommerce.infra.postgres_server import EmbeddedBinaries, ExternalUrl, Source, SystemBinaries
from bdcommerce.infra.settings import Settings

_SOURCES: dict[type | None, str] = {
    ExternalUrl: "the one of BDC_DATABASE_URL",
    SystemBinaries: "this machine's, started for this marketplace",
    EmbeddedBinaries: "the embedded one, started for this marketplace",
}


def show(settings: Settings, port: int, source: Source | None, *, demo_loaded: bool) -> None:
    """Where to look, and who one can be."""
    console = Console(highlight=False, emoji=False)
    base = f"http://{settings.http.host}:{port}"
    console.print(f"\n[bold green]BDCommerce is ready on port {port}[/]\n")
    for what, where in (
        ("API", f"{base}/api/v1"),
        ("API reference", f"{base}/docs"),
        ("Health, metrics", f"{base}/health/ready  {base}/metrics"),
        ("Data", str(settings.database.data_dir.resolve())),
        ("PostgreSQL", _SOURCES.get(type(source), "unknown")),
        ("Walk through a purchase", "make demo-journey   (in another terminal)"),
    ):
        console.print(f"  {what:<24} {where}")
    if demo_loaded:
        console.print(_accounts())
    console.print("\n  Ctrl-C ends everything.\n")


def _accounts() -> Table:
    table = Table(title="Demo accounts", title_justify="left", box=None, padding=(0, 2))
    for column in ("Who", "E-mail", "Password", "Audience"):
        table.add_column(column, no_wrap=True)
    for person in (*STAFF, *VENDORS):
        table.add_row(person.what, person.email, person.password, person.audience)
    return table
