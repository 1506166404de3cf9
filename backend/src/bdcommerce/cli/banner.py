"""What `bdc run` prints when the marketplace is up."""

from rich.console import Console

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
    base, simulated = f"http://{settings.http.host}:{port}", settings.operation.simulate
    console.print(f"\n[bold green]BDCommerce is ready on port {port}[/]\n")
    built = (settings.web.dir / "manifest.json").exists()
    for what, where in (
        *(
            [("Shop", f"{base}/bn/  {base}/en/"), ("Vendor centre, admin", f"{base}/vendor  {base}/admin")]
            if built
            else []
        ),
        ("API", f"{base}/api/v1"),
        ("API reference", f"{base}/docs"),
        ("Health, metrics", f"{base}/health/ready  {base}/metrics"),
        ("Data", str(settings.database.data_dir.resolve())),
        ("PostgreSQL", _SOURCES.get(type(source), "unknown")),
        ("Walk through a purchase", "make demo-journey   (in another terminal)"),
        *([("Wallets, couriers, SMS", f"{settings.operation.simulators_url}   (simulated)")] if simulated else []),
    ):
        console.print(f"  {what:<24} {where}", soft_wrap=True)
    if demo_loaded:
        console.print("\n  Demo accounts")
        for person in (*STAFF, *VENDORS):
            line = f"  {person.what:<30} {person.email:<24} {person.password}   ({person.audience})"
            console.print(line, soft_wrap=True)
    console.print("\n  Ctrl-C ends everything.\n")
