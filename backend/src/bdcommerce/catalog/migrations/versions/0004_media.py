"""Pictures can be uploaded; the text beside a picture is in two languages; brands have a logo.

Cards and pages that are there are brought into the new form as they are; `bdc events replay catalog.shop` makes them
anew.
"""

from alembic import op

revision = "0004"
down_revision = "0003"

MEDIA = """
CREATE TABLE media (
    media_id text COLLATE "C" PRIMARY KEY,
    vendor_id text COLLATE "C" NOT NULL,
    sha256 text COLLATE "C" NOT NULL,
    width integer NOT NULL CHECK (width > 0),
    height integer NOT NULL CHECK (height > 0),
    colour text NOT NULL,
    renditions jsonb NOT NULL,
    files text[] COLLATE "C" NOT NULL,
    unused_since timestamptz,
    UNIQUE (vendor_id, sha256)
);
CREATE INDEX media_vendor_id_media_id_idx ON media (vendor_id, media_id);
CREATE INDEX media_unused_since_idx ON media (unused_since) WHERE unused_since IS NOT NULL;
CREATE INDEX media_files_idx ON media USING gin (files);
CREATE TABLE media_use (
    used_by text COLLATE "C" NOT NULL,
    media_id text COLLATE "C" NOT NULL,
    PRIMARY KEY (used_by, media_id)
);
CREATE INDEX media_use_media_id_idx ON media_use (media_id);
ALTER TABLE brand ADD COLUMN logo text COLLATE "C" NOT NULL DEFAULT ''
"""
IMAGES = """
SELECT coalesce(jsonb_agg(jsonb_set(image, '{alt}', jsonb_build_object('en', image->>'alt', 'bn', ''))), '[]')
FROM jsonb_array_elements(%s) AS image
"""


def upgrade() -> None:
    """A text beside a picture was in whichever language; it stays where English is expected."""
    for statement in MEDIA.split(";"):
        op.execute(statement)
    for table, column in (("product", "sheet"), ("product_page", "page")):
        images = IMAGES % f"{column}->'facts'->'images'"
        op.execute(
            f"UPDATE {table} SET {column} = jsonb_set({column}, '{{facts,images}}', ({images}))"  # noqa: S608
            f" WHERE {column}->'facts' ? 'images'"
        )
    op.execute("""
        UPDATE listing
        SET card = jsonb_set(card, '{image,alt}', jsonb_build_object('en', card->'image'->>'alt', 'bn', ''))
    """)
