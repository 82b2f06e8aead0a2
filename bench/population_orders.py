"""Purchases for a population: two orders a person on average, four in five people buyers, and the roll-up."""

from bench.population import Sql, draw, fill
from contactcenter.core import db
from contactcenter.crm.stats.edges import classify_everybody

ORDERS_EACH = 2
BUYERS = 0.8


def buy(sql: Sql, people: int, now: int) -> None:
    """Orders of three years; most are worth little, some much; one in twenty came to nothing."""
    buyers = max(1, int(people * BUYERS))
    fill(
        sql,
        "orders",
        people * ORDERS_EACH,
        {
            "id": f"'ord_' || {sql.padded('n', 26)}",
            "code": "'B' || n",
            "code_key": "'b' || n",
            "customer_id": f"'cus_' || {sql.padded(draw(30, buyers), 26)}",
            "placed_at": sql.moment(f"{now} - {draw(31, 3 * 365)} * 86400 - {draw(32, 86_400)}"),
            "status": f"CASE {draw(33, 20)} WHEN 0 THEN 'canceled' WHEN 1 THEN 'placed' ELSE 'delivered' END",
            "total_minor": f"(1 + {draw(34, 40)}) * (1 + {draw(35, 40)}) * 10000",
            "created_at": sql.moment(str(now)),
            "updated_at": sql.moment(str(now)),
        },
    )
    _roll_up(sql, now)
    classify_everybody()


_SUMS = """
SELECT customer_id, count(*) AS orders, sum(total_minor) AS spent, min(placed_at) AS first, max(placed_at) AS last
FROM orders WHERE status IN ('placed', 'paid', 'shipped', 'delivered') GROUP BY customer_id"""

_SPOKEN = """
SELECT customer_id, count(*) AS contacts, sum(CASE WHEN kind = 'call' THEN 1 ELSE 0 END) AS calls,
       max(occurred_at) AS last
FROM timeline_items WHERE kind IN ('call', 'message') GROUP BY customer_id"""


def _roll_up(sql: Sql, now: int) -> None:
    """Every customer's row, as `flask stats rebuild` would write it, in one statement."""
    statement = f"""
INSERT INTO customer_stats (customer_id, orders, spent_minor, average_minor, currency, first_order_at, last_order_at,
    frequency, contacts, calls, last_contact_at, other_currencies, favourite_products, updated_at)
SELECT c.id, coalesce(o.orders, 0), coalesce(o.spent, 0), o.spent / o.orders, CASE WHEN o.orders > 0 THEN 'VND' END,
    o.first, o.last, o.orders * 1.0, coalesce(s.contacts, 0), coalesce(s.calls, 0), s.last, '[]', '[]',
    {sql.moment(str(now))}
FROM customers c LEFT JOIN ({_SUMS}) o ON o.customer_id = c.id LEFT JOIN ({_SPOKEN}) s ON s.customer_id = c.id"""
    with db.engine().execution_options(is_writer=True).connect() as connection:
        if sql.is_postgres:
            connection.exec_driver_sql("SET statement_timeout = 0")
        connection.exec_driver_sql(statement)
        connection.commit()
