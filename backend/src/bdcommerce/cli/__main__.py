"""`python -m bdcommerce.cli` is `bdc`."""

from bdcommerce.cli.main import app

app()
