"""`bdc import`: a vendor's product file, brought in through the public API as any partner would."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bdcommerce.demo.client import Api, Visit
from bdcommerce.demo.importing import Report, brought_in
from bdcommerce.infra.settings import Refused

Email = Annotated[str, typer.Option(help="Of the vendor's owner or manager.")]
Password = Annotated[
    str, typer.Option(prompt=True, hide_input=True, envvar="BDC_PASSWORD", help="Asked for if not set.")
]
Category = Annotated[str, typer.Option(help="Slug or id of the category for products that are new.")]
Url = Annotated[str, typer.Option(help="Where the marketplace answers.")]


def import_products(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="The CSV that Shopify exports.")],
    email: Email,
    category: Category,
    password: Password,
    *,
    url: Url = "http://127.0.0.1:8000",
    currency: Annotated[str, typer.Option(help="Of the prices in the file.")] = "BDT",
    rate: Annotated[str, typer.Option(help="Taka for one unit of that currency.")] = "1",
    dispatch: Annotated[str, typer.Option(help="Delivery time of products that state none.")] = "",
    dispatch_bn: Annotated[str, typer.Option(help="The same in Bangla.")] = "",
    dry_run: Annotated[bool, typer.Option(help="Say what would happen, and do nothing.")] = False,
) -> None:
    """Bring in a vendor's products from a CSV file; fails if a row was refused."""
    from bdcommerce.cli.main import go

    options = {"currency": currency, "rate": rate, "dispatch": dispatch, "dispatch_bn": dispatch_bn}
    options["dry_run"] = "true" if dry_run else "false"
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise typer.BadParameter(f"{file} is not a text in UTF-8: export it again, or convert it") from error
    go(_import(Visit(url), (email, password), text, category, options))


async def _import(visit: Visit, login: tuple[str, str], text: str, category: str, options: dict[str, str]) -> None:
    async with visit as api:
        category_id = await _category(api, category)
        vendor = await api.signed_in(*login, "vendor")
        report = await brought_in(vendor, text, kind="shopify", category_id=category_id, **options)
    _show(report)
    if refused := report.whole["refused"]:
        raise Refused(f"{refused} rows were refused: mend them and send the whole file again, nothing comes in twice")


async def _category(api: Api, wanted: str) -> str:
    """The id of a category by its slug or id. Raises Refused naming those there are."""
    left, slugs = list(await api.get("/categories")), []
    while left:
        category = left.pop(0)
        if wanted in {category["id"], category["slug"]}:
            return str(category["id"])
        slugs.append(category["slug"])
        left += category["children"]
    raise Refused(f"there is no category '{wanted}'; there are: {', '.join(slugs) or 'none'}")


def _show(report: Report) -> None:
    table = Table("row", "product", "result", "field", "why")
    for row in report.rows:
        colour = {"refused": "red", "noted": "dim"}.get(row["result"], "")
        table.add_row(str(row["row"]), row["reference"], row["result"], row["field"], row["reason"], style=colour)
    console = Console()
    console.print(table)
    counts = {result: report.whole[result] for result in ("created", "updated", "unchanged", "refused", "noted")}
    console.print(", ".join(f"{count} {result}" for result, count in counts.items() if count))
    if report.whole["dry_run"]:
        console.print("This was a rehearsal; nothing was kept.")
