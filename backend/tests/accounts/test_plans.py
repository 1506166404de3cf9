"""On tables that have grown every named query goes by an index, whatever its arguments are."""

from datetime import UTC, datetime

from bdcommerce.accounts import queries
from bdcommerce.accounts.bootstrap import SERVICE
from support import plans

NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)
FILL = """
INSERT INTO users (id, kind, created_at, language, name_sealed, email_sealed, email_index, phone_sealed, phone_index,
                   phone_confirmed, password_hash, roles, email_confirmed)
SELECT 'usr_' || n, CASE WHEN n % 500 = 0 THEN 'staff' ELSE 'customer' END, now(), 'bn', repeat('x', 60), 'x',
       'mail' || n, 'x', 'phone' || n, n % 3 > 0, '', CASE WHEN n % 500 = 0 THEN ARRAY['support'] ELSE '{}' END, true
FROM generate_series(1, 20000) n;
INSERT INTO addresses (id, user_id, created_at, upazila_id, sealed, is_default)
SELECT 'adr_' || n, 'usr_' || n % 10000, now(), 'dhaka/savar', repeat('x', 200), n < 10000
FROM generate_series(1, 20000) n;
INSERT INTO sessions (id, user_id, audience, expires_at, revoked_at, started_at, last_used_at, agent, device,
                      second_factor)
SELECT 'ses_' || n, 'usr_' || n % 5000, 'shop', '2026-12-22', CASE WHEN n % 3 = 0 THEN now() END, now(), now(), '', '',
       false FROM generate_series(1, 20000) n;
INSERT INTO api_keys (id, audience, vendor_id, name, scopes, permissions, hint, digest, created_by, created_at,
                      expires_at)
SELECT 'key_' || n, 'vendor', 'ven_' || n % 400, 'k', '{orders:read}', '{}', '', 'digest' || n, 'usr_1', now(), now()
FROM generate_series(1, 20000) n;
INSERT INTO consents (id, user_id, purpose, granted, policy_version, text_sha256, language, channel, at, address_sealed)
SELECT 'cns_' || n, 'usr_' || n % 4000, (ARRAY['marketing_sms', 'marketing_email', 'profiling'])[1 + n % 3], true, '1',
       'x', 'bn', 'web', now(), '' FROM generate_series(1, 20000) n;
INSERT INTO owed_messages SELECT 'owm_' || n, 'x' FROM generate_series(1, 20000) n;
INSERT INTO second_factors (user_id, secret_sealed, created_at, last_step, recovery)
SELECT 'usr_' || n, 'x', now(), 0, '{}' FROM generate_series(1, 5000) n;
"""
ASKED: list[plans.Asked] = [
    (queries.PERSON, ("usr_7",)),
    (queries.PERSON_BY_EMAIL, ("mail7",)),
    (queries.PERSON_BY_PHONE, ("phone7",)),
    (queries.STAFF, ("usr_7", 21)),
    (queries.ADDRESS, ("usr_7", "adr_7")),
    (queries.ADDRESSES, ("usr_7",)),
    (queries.API_KEYS, ("ven_7", "~", 21)),
    (queries.SESSIONS, ("usr_7", NOW, "~", 21)),
    (queries.CONSENTS, ("usr_7",)),
    (queries.CONSENT_LOG, ("usr_7", 20000, 21)),
    (queries.ROLES, ()),
    (queries.OWED_MESSAGE, ("owm_7",)),
    (queries.SECOND_FACTOR, ("usr_7",)),
    (queries.PUBLIC_KEYS, (NOW,)),
]


async def test_no_named_query_reads_more_than_it_shows(postgres_url: str) -> None:
    async with plans.grown(postgres_url, SERVICE, FILL) as connection:
        found = await plans.faults(connection, SERVICE, ASKED, small={"roles", "signing_keys"})
        assert not found, "\n".join(found)
