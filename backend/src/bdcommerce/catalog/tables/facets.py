"""How found variants are counted, whoever found them: the end of a statement over `found (product_id, tags, price,
rating, looked_at)`.
"""

from bdcommerce.catalog.domain.listing import PRICES

COUNT_FOUND = f"""
    SELECT 'tag' AS kind, tag AS value, count(*) AS count
    FROM (SELECT DISTINCT product_id, tag FROM found, unnest(tags) AS tag) AS had GROUP BY tag
    UNION ALL
    SELECT 'price', width_bucket(price, ARRAY{[*PRICES]}::bigint[])::text, count(DISTINCT product_id) FROM found
    GROUP BY 2
    UNION ALL
    SELECT 'stars', (rating / 100)::text, count(DISTINCT product_id) FROM found GROUP BY 2
    UNION ALL
    SELECT 'all', '', count(DISTINCT product_id) FROM found
    UNION ALL
    SELECT 'looked_at', '', coalesce(max(looked_at), 0) FROM found
"""  # noqa: S608 - only the prices are put in
