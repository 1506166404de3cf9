"""On tables that have grown every named query goes by an index, whatever its arguments are."""

from datetime import UTC, date, datetime

from bdcommerce.infra.postgres import Query
from bdcommerce.infra.statements import runnable
from bdcommerce.notifications.adapters import deliveries
from bdcommerce.notifications.bootstrap import SERVICE
from bdcommerce.notifications.queries import campaigns, gateways, inbox, messages, templates
from support import plans

FILL = """
INSERT INTO message (id, key, template, channel, to_sealed, to_index, language, params_sealed, at, due_at,
                     state, next_attempt_at, give_up_at, campaign_id)
SELECT 'msg_' || lpad(n::text, 26, '0'), 'key' || n, 'template_' || n % 40, 'sms', 'x', 'phone' || n % 5000, 'bn',
       repeat('x', 100), now(), now(),
       CASE WHEN n % 200 = 0 THEN 'queued' WHEN n % 300 = 1 THEN 'failed' ELSE 'delivered' END,
       now(), now() + interval '1 day', CASE WHEN n % 50 = 0 THEN 'cgn_' || n % 20 ELSE '' END
FROM generate_series(1, 30000) n;
INSERT INTO attempt (message_id, number, gateway, at, verdict, code, reason, reference)
SELECT 'msg_' || lpad(n::text, 26, '0'), 1, 'mimsms', now(), 'accepted', '', '', 'ref_' || n
FROM generate_series(1, 30000) AS n;
INSERT INTO campaign (id, name, channel, subject, text, segment, per_minute, state, written, reached, made_by, made_at,
                      version)
SELECT 'cgn_' || n, 'a', 'sms', '{}', '{}', '{}', 1, 'draft', 0, '', 'usr_1', now(), 1
FROM generate_series(1, 5000) AS n;
INSERT INTO spending (day, gateway, messages, parts, cost)
SELECT date '2020-01-01' + n, gateway, 1, 1, 1 FROM generate_series(1, 3000) AS n, unnest(ARRAY['a', 'b']) AS gateway;
INSERT INTO consent (owner_id, purpose, granted, at)
SELECT 'usr_' || n, 'marketing_sms', n % 3 = 0, now() FROM generate_series(1, 20000) AS n;
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
    (messages._IN_TROUBLE, (messages.LAST, 21)),
    (messages._IN_TROUBLE_OF_TEMPLATE, (messages.LAST, 21, "template_7")),
    (messages._OF_CAMPAIGN, (messages.LAST, 21, "cgn_0", "")),
    (messages._ONE, ("msg_7",)),
    (messages._ATTEMPTS, ("msg_7",)),
    (campaigns._STATES, ("cgn_0",)),
    (campaigns._ALL, (messages.LAST, 21)),
    (campaigns._ONE, ("cgn_7",)),
    (gateways._KNOWN, ()),
    (gateways._SPENT, (date(2026, 1, 7),)),
    (inbox._ITEMS, ("usr_7", inbox.FIRST, 21)),
    (inbox._UNREAD_ITEMS, ("usr_7", inbox.FIRST, 21)),
    (inbox._UNREAD, ("usr_7",)),
    (templates._CURRENT, ()),
    (templates._HISTORY, ("template_7",)),
]
SMALL = {"template_text", "gateway"}
"""They grow with what staff write, and with whom the operator has a contract."""


async def test_no_named_query_reads_more_than_it_shows(postgres_url: str) -> None:
    async with plans.grown(postgres_url, SERVICE, FILL) as connection:
        found = await plans.faults(connection, SERVICE, ASKED, small=SMALL)
        assert not found, "\n".join(found)


async def test_what_is_due_is_claimed_by_an_index(postgres_url: str) -> None:
    now = datetime(2026, 11, 22, 6, tzinfo=UTC)
    claim = runnable(deliveries._CLAIM, {"now": now, "until": now, "most": 16, "urgent": False, "channels": ["sms"]})
    reports = Query(
        "reported", "SELECT message_id FROM attempt WHERE gateway = $1 AND reference = $2 AND reference <> ''", object
    )
    agreed = Query(
        "agreed",
        """SELECT owner_id FROM consent WHERE purpose = $1 AND granted AND unsubscribed_at IS NULL AND owner_id > $2
           ORDER BY owner_id LIMIT 100""",
        object,
    )
    async with plans.grown(postgres_url, SERVICE, FILL) as connection:
        for query, arguments in (
            (Query("claim", claim.sql, object), claim.arguments),
            (reports, ("mimsms", "ref_7")),
            (agreed, ("marketing_sms", "usr_5")),
        ):
            for plan in await plans.plans(connection, query, arguments):
                assert not [*plan.complaints(SMALL)]
