"""On tables that have grown every named query goes by an index, whatever its arguments are."""

from bdcommerce.notifications.bootstrap import SERVICE
from bdcommerce.notifications.queries import inbox, messages, templates
from support import plans

FILL = """
INSERT INTO message (id, key, template, channel, to_sealed, to_index, language, params_sealed, at, due_at)
SELECT 'msg_' || lpad(n::text, 26, '0'), 'key' || n, 'template_' || n % 40, 'sms', 'x', 'phone' || n % 5000, 'bn',
       repeat('x', 100), now(), now() FROM generate_series(1, 30000) n;
INSERT INTO inbox_item (id, owner_id, template, version, topic, language, params_sealed, at, read_at)
SELECT 'inb_' || lpad(n::text, 26, '0'), 'usr_' || n % 2000, 'template_1', 0, 'orders', 'bn', 'x', now(),
       CASE WHEN n % 5 > 0 THEN now() END FROM generate_series(1, 30000) n;
INSERT INTO template_text (name, version, text, note, edited_by, edited_at)
SELECT 'template_' || n, version, '{}', '', 'usr_1', now()
FROM generate_series(1, 40) n, generate_series(1, 10) version;
"""
ASKED: list[plans.Asked] = [
    (messages._NEWEST, (messages.LAST, 21)),
    (messages._OF_TEMPLATE, (messages.LAST, 21, "template_7")),
    (messages._OF_RECIPIENT, (messages.LAST, 21, "phone7")),
    (messages._OF_RECIPIENT_AND_TEMPLATE, (messages.LAST, 21, "phone7", "template_7")),
    (inbox._ITEMS, ("usr_7", inbox.FIRST, 21)),
    (inbox._UNREAD_ITEMS, ("usr_7", inbox.FIRST, 21)),
    (inbox._UNREAD, ("usr_7",)),
    (templates._CURRENT, ()),
    (templates._HISTORY, ("template_7",)),
]
SMALL = {"template_text"}
"""It grows with what staff write."""


async def test_no_named_query_reads_more_than_it_shows(postgres_url: str) -> None:
    async with plans.grown(postgres_url, SERVICE, FILL) as connection:
        found = await plans.faults(connection, SERVICE, ASKED, small=SMALL)
        assert not found, "\n".join(found)
