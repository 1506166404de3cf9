"""No question that is asked often reads a whole table that grows."""

from datetime import UTC, datetime

from bdcommerce.compliance.adapters import audit_trail, rule_book
from bdcommerce.compliance.bootstrap import SERVICE
from bdcommerce.compliance.queries import (
    audit,
    changes,
    clocks,
    complaints,
    disputes,
    invoices,
    letters,
    notes,
    rules,
    sales,
)
from support import plans

EARLY, LATE = datetime(2026, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC)
NOON = datetime(2026, 11, 22, 6, tzinfo=UTC)
SMALL = {"answer_template", "rule", "rule_book", "audit_head", "operator_profile"}
WHOLE = {"compliance.rule_book": "the book is kept in memory, and read again when it was changed"}
GIVEN = {"vendor_id": "ven_7", "state": "running", "kind": "complaint"}
GIVEN_INVOICE = {"vendor_id": "ven_7", "kind": "vat", "issuer_id": "ven_7"}
GIVEN_COMPLAINT = {"status": "open", "category": "refund", "assigned_to": "usr_anna", "vendor_id": "ven_7"}
GIVEN_DISPUTE = {"status": "open", "vendor_id": "ven_7", "customer_id": "usr_7"}
AUDITED = {
    (False, False): (), (True, False): ("usr_7",), (False, True): ("a7",), (True, True): ("usr_7", "a7"),
}  # fmt: skip
ASKED: list[plans.Asked] = [
    *((query, (NOON, "", LATE, 21, *(GIVEN[name] for name in chosen))) for chosen, query in clocks._PAGES.items()),
    *(
        (query, (NOON, "", EARLY, 21, *(GIVEN_INVOICE[name] for name in chosen)))
        for chosen, query in invoices._PAGES.items()
    ),
    (invoices._ONE, ("inv_7",)),
    (invoices._OF_ORDER, ("ord_7",)),
    (invoices._OF_NUMBER, ("M63-2627-0000007", "", 21)),
    (invoices._REGISTER, ("ven_7", EARLY, NOON, 101)),
    (sales._ONE, ("vor_7",)),
    (sales._OF_NUMBER, ("BD-7",)),
    (sales._OF_ORDER, ("ord_7",)),
    *(
        (query, (EARLY, "", 21, *(GIVEN_COMPLAINT[name] for name in chosen)))
        for chosen, query in complaints._PAGES.items()
    ),
    (complaints._OF_CUSTOMER, ("usr_7", NOON, "", 21)),
    (complaints._OF_ORDER, ("ord_7",)),
    (complaints._ONE, ("cmp_7",)),
    (complaints._CLOCK, ("cmp_7",)),
    *((query, (NOON, "", 21, *(GIVEN_DISPUTE[name] for name in chosen))) for chosen, query in disputes._PAGES.items()),
    (disputes._OF_ORDER, ("ord_7",)),
    (disputes._ONE, ("dsp_7",)),
    (letters._OF_CASE, ("cmp_7", False, 100)),
    (letters._PHOTO, ("cmp_7", "photo", False)),
    (changes._PAGES[False, False], ("zzz", 21)),
    (changes._PAGES[True, False], ("zzz", 21, "proposed")),
    (changes._PAGES[False, True], ("zzz", 21, "r.7")),
    (changes._PAGES[True, True], ("zzz", 21, "proposed", "r.7")),
    (changes._ONE, ("chg_7",)),
    (changes._CLOCKS, ("complaint", EARLY, "", NOON, 100)),
    (changes._INVOICES, ("vat", NOON, "", LATE, 100)),
    (clocks._OF_ORDER, ("ord_7",)),
    *((query, (EARLY, LATE, 0, 21, *AUDITED[chosen])) for chosen, query in audit._AUDIT.items()),
    (audit_trail._ENTRIES, (7, 500, 500)),
    (audit_trail._EXTENT, ()),
    (rule_book._VERSION, ()),
    (rules._RULES, ("", 21)),
    (complaints._TEMPLATES, ("", 21)),
    (complaints._TEMPLATE, ("tpl_7",)),
    (invoices._OPERATOR, ()),
    (notes._ONE, ("ntx_7",)),
    (notes._OF_ORDER, ("ord_7", 100)),
    (notes._ALL, (LATE, "", 21)),
    (notes._OF_VENDOR, (LATE, "", 21, "ven_7")),
    (clocks._ONE, ("clk_7", "")),
    (clocks._ONE, ("clk_7", "ven_7")),
]
FILL = """
INSERT INTO sale (vendor_order_id, order_id, vendor_id, number, customer_id, released_at, facts)
SELECT 'vor_' || n, 'ord_' || n, 'ven_' || n % 400, 'BD-' || n, 'usr_' || n, '2026-11-22', '{}'
FROM generate_series(1, 20000) AS n;
INSERT INTO clock (id, kind, subject_id, order_id, vendor_id, rule_key, state, started_at, started, at_risk_at, due_at,
                   stopped_at, stopped)
SELECT 'clk_' || n, (ARRAY['handover', 'delivery', 'payout', 'refund', 'complaint'])[1 + n % 5], 'vor_' || n,
       'ord_' || n, 'ven_' || n % 400, 'r', CASE WHEN n > 19000 THEN 'running' ELSE 'stopped' END,
       '2026-11-20', '{}', '2026-11-21', '2026-11-21'::timestamptz + n * interval '1 minute',
       CASE WHEN n > 19000 THEN NULL ELSE '2026-11-20'::timestamptz END,
       CASE WHEN n > 19000 THEN NULL ELSE '{}'::jsonb END
FROM generate_series(1, 20000) AS n;
INSERT INTO invoice (id, kind, issuer_id, fiscal_year, number, vendor_id, customer_id, order_id, order_number,
                     destination, parties_sealed, seq, operator_discount, net, vat, gross, issued_at, supplied_at,
                     vendor_order_id, lines)
SELECT 'inv_' || n, 'vat', 'ven_' || n % 400, '2026-27', 'M63-2627-' || lpad((n / 400)::text, 7, '0'),
       'ven_' || n % 400, 'usr_' || n, 'ord_' || n, 'BD-' || n, 'dhaka', 'x', n / 400, 0, 100, 15, 115,
       '2026-11-01'::timestamptz + n * interval '1 minute', '2026-11-01', 'vor_' || n, '[]'
FROM generate_series(1, 20000) AS n;
INSERT INTO tax_note (id, kind, issuer_id, fiscal_year, number, vendor_id, customer_id, order_id, order_number,
                      vendor_order_id, invoice_id, invoice_number, reason, explanation, by, parties_sealed, seq, net,
                      vat, gross, issued_at, invoice_issued_at, lines)
SELECT 'ntx_' || n, 'credit', 'ven_' || n % 400, '2026-27', 'M67-2627-' || lpad((n / 400)::text, 7, '0'),
       'ven_' || n % 400, 'usr_' || n, 'ord_' || n, 'BD-' || n, 'vor_' || n, 'inv_' || n, 'M63', 'damaged', '', '', 'x',
       n / 400, 100, 15, 115, '2026-11-01'::timestamptz + n * interval '1 minute', '2026-11-01', '[]'
FROM generate_series(1, 20000) AS n;
INSERT INTO complaint (id, number, status, category, customer_id, guest_hash, order_id, order_number, vendor_order_id,
                       vendor_id, assigned_to, external_reference, opened_at, waits_for_staff, acted)
SELECT 'cmp_' || n, 'CM-' || n, CASE WHEN n > 19900 THEN 'open' ELSE 'answered' END,
       CASE WHEN n % 10 = 0 THEN 'refund' ELSE 'other' END, 'usr_' || n % 4000, '', 'ord_' || n, 'BD-' || n,
       'vor_' || n, 'ven_' || n % 400, CASE WHEN n % 20 = 0 THEN 'usr_anna' ELSE '' END, '',
       '2026-11-01'::timestamptz + n * interval '1 minute', false, CASE WHEN n > 19900 THEN NULL ELSE '{}'::jsonb END
FROM generate_series(1, 20000) AS n;
INSERT INTO dispute (id, number, status, reason, opened_by, customer_id, guest_hash, order_id, order_number,
                     vendor_order_id, vendor_id, approved_by, asked, refund, opened_at, answer_due_at, decided_at,
                     decision)
SELECT 'dsp_' || n, 'DS-' || n, CASE WHEN n > 19900 THEN 'open' ELSE 'decided' END, 'other', 'customer',
       'usr_' || n % 4000, '', 'ord_' || n, 'BD-' || n, 'vor_' || n, 'ven_' || n % 400, '', 0, 0,
       '2026-11-01'::timestamptz + n * interval '1 minute', '2026-12-01',
       CASE WHEN n > 19900 THEN NULL ELSE '2026-11-20'::timestamptz END,
       CASE WHEN n > 19900 THEN NULL ELSE '{}'::jsonb END
FROM generate_series(1, 20000) AS n;
INSERT INTO audit_entry
SELECT n, now() - n * interval '1 minute', n, 's', 'usr_' || n % 50, 'admin', '', 'a' || n % 20, 'b', 'r', n, '{}', 'p',
       'h' FROM generate_series(1, 20000) n;
INSERT INTO letter (id, case_id, side, author_id, at, text_sealed, photo, internal)
SELECT 'let_' || n, 'cmp_' || n / 3, 'staff', '', now(), 'x', CASE WHEN n % 3 = 0 THEN 'photo' ELSE '' END, false
FROM generate_series(1, 40000) AS n;
INSERT INTO rule_change (id, key, source, reason, status, proposed_by, decided_by, note, rule_id, value, effective_from,
                         retroactive, proposed_at, decided_at)
SELECT 'chg_' || n, 'r.' || n % 50, 's', 'r', CASE WHEN n > 19900 THEN 'proposed' ELSE 'refused' END, 'a',
       CASE WHEN n > 19900 THEN '' ELSE 'b' END, '', '', 1, '2026-11-01', false, now(),
       CASE WHEN n > 19900 THEN NULL ELSE now() END
FROM generate_series(1, 20000) AS n;
"""


async def test_no_named_query_reads_more_than_it_shows(postgres_url: str) -> None:
    async with plans.grown(postgres_url, SERVICE, FILL) as connection:
        found = await plans.faults(connection, SERVICE, ASKED, small=SMALL, whole=WHOLE)
        assert not found, "\n".join(found)
