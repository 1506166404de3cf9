"""What is said to a marketplace that runs: `bdc import` brings a vendor's file in, and the example in docs/ works."""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bdcommerce.demo import marketplace
from bdcommerce.demo.people import PASSWORD, TAILOR
from cli.bdc import Said, bdc
from support.processes import migrated_database, staffed, whole_marketplace

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]
GOOD = Path(__file__).parents[1] / "catalog" / "data" / "shopify-apparel.csv"
EXAMPLE = Path(__file__).parents[3] / "docs" / "first-purchase.sh"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def url(postgres_url: str) -> AsyncIterator[str]:
    """Where a marketplace with the demo's shops answers."""
    with tempfile.TemporaryDirectory() as folder:
        async with (
            migrated_database(postgres_url) as database,
            staffed(database),
            whole_marketplace(database, Path(folder)) as process,
        ):
            await marketplace.load(process.url)
            yield process.url


async def bring_in(url: str, file: Path, *words: str, category: str = "apparel", password: str = PASSWORD) -> Said:
    login = ("--email", TAILOR.email, "--category", category, "--url", url)
    return await bdc("import", str(file), *login, "--currency", "USD", "--rate", "120", *words, BDC_PASSWORD=password)


async def test_a_file_is_brought_in_once_however_often_it_is_sent(url: str) -> None:
    rehearsed = await bring_in(url, GOOD, "--dry-run")
    assert rehearsed.status == 0
    assert "This was a rehearsal" in rehearsed.out
    first, second = await bring_in(url, GOOD), await bring_in(url, GOOD)
    assert (first.status, second.status) == (0, 0)
    assert "ocean-blue-shirt" in first.out
    assert "22 unchanged" in second.out


async def test_refused_rows_are_shown_with_the_reason_and_fail(url: str, tmp_path: Path) -> None:
    header, first, *rest = GOOD.read_text().splitlines(keepends=True)
    spoilt = tmp_path / "spoilt.csv"
    spoilt.write_text("".join([header, first.replace(",50,", ",cheap,"), *rest]))
    said = await bring_in(url, spoilt)
    assert said.status == 1
    assert "refused" in said.out
    assert "rows were refused" in said.err


async def test_a_wrong_password_is_a_failure_and_not_repeated(url: str) -> None:
    said = await bring_in(url, GOOD, password="wrong-password")
    assert said.status == 1
    assert "wrong_login" in said.err
    assert "wrong-password" not in said.err


async def test_an_unknown_category_is_refused_with_those_there_are(url: str) -> None:
    said = await bring_in(url, GOOD, category="boats")
    assert said.status == 1
    assert "there are:" in said.err
    assert "apparel" in said.err


async def test_a_file_that_is_no_text_is_refused_before_anything_is_asked(tmp_path: Path) -> None:
    broken = tmp_path / "latin.csv"
    broken.write_bytes(b"Handle,Title\nchaise,\xe9t\xe9\n")
    said = await bring_in("http://127.0.0.1:1", broken)
    assert said.status == 2
    assert "is not a text in UTF-8" in said.err


async def test_a_marketplace_that_does_not_answer_is_a_failure() -> None:
    assert (await bring_in("http://127.0.0.1:1", GOOD)).status == 1


@pytest.mark.skipif(not shutil.which("curl"), reason="the example is written for curl")
async def test_the_example_leads_from_an_empty_cart_to_a_vendor_who_is_paid(url: str) -> None:
    process = await asyncio.create_subprocess_exec(
        "sh", EXAMPLE, url, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    output, _ = await process.communicate()
    lines = output.decode().splitlines()
    assert process.returncode == 0, lines
    assert lines[0].startswith("quoted:")
    assert lines[-2:] == ["paid:       settled", "ledger sum: 0"]
