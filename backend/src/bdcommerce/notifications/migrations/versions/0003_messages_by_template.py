"""Staff find the messages of a template without reading all others."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the index."""
    op.create_index("message_of_template", "message", ["template", "id"])
