"""Among many vendors, every named query goes by an index."""

from datetime import date

from bdcommerce.vendors.bootstrap import SERVICE
from bdcommerce.vendors.queries import commission, vendors
from support import plans

_MANY = """
    INSERT INTO vendor (vendor_id, applicant_id, name, slug, status, status_at, submitted_at, trade_licence_expires,
                        reason, trade_licence, bin, rjsc_no, dbid, dbid_tracking, status_by, dispatch)
    SELECT 'ven_' || n, 'usr_' || n, '{}', 'shop-' || n, (ARRAY['active', 'applied'])[1 + (n % 100 = 0)::int], now(),
           now(), now(), '', '', '', '', '', '', '', '{}' FROM generate_series(1, 20000) n;
    INSERT INTO sealed_record (vendor_id, applicant_id, status, identity, contact, dispatch, bank_account,
                               bank_account_since, bank_account_by, tin_index, nid_index)
    SELECT vendor_id, applicant_id, 'active', repeat('x', 200), '', '', '', now(), '', vendor_id, vendor_id FROM vendor;
    INSERT INTO staff (staff_id, vendor_id, user_id, role, since)
    SELECT 'vst_' || n, 'ven_' || n, 'usr_' || n, 'owner', now() FROM generate_series(1, 20000) n;
    INSERT INTO commission_plan (owner, effective_from, default_percent, by_category, set_by, set_at)
    SELECT 'ven_' || n, date '2026-01-01' + k, 8, '{}', '', now()
    FROM generate_series(1, 5000) n, generate_series(1, 4) k;
"""
DAY = date(2026, 11, 22)
ASKED: list[plans.Asked] = [
    (vendors._BY_IDS, (["ven_5", "ven_900"],)),
    (vendors._BY_SLUG, ("shop-77",)),
    (vendors._OF_APPLICANT, ("usr_77",)),
    (vendors._PAGE, ("ven_~", 21)),
    (vendors._PAGE_OF_STATUS, ("ven_~", 21, "applied")),
    (vendors._MEMBERSHIP, ("usr_77",)),
    (vendors._STAFF, ("ven_77", "", 21)),
    (commission._IN_FORCE, (["ven_5", "ven_900"], DAY)),
    (commission._SINCE, ("ven_77", DAY)),
    (commission._PAGE, ("ven_77", DAY, 0, 21)),
]


async def test_no_named_query_reads_more_than_it_shows(postgres_url: str) -> None:
    async with plans.grown(postgres_url, SERVICE, _MANY) as connection:
        found = await plans.faults(connection, SERVICE, ASKED)
        assert not found, "\n".join(found)
