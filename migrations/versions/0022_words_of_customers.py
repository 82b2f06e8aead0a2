"""The words that customers are found by, kept for PostgreSQL's search, and names found by their beginning.

A million customers take about half a minute on PostgreSQL; on SQLite there is nothing to do.

Revision: 0022, after 0021
"""

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

WORDS = """SELECT DISTINCT substring(term FROM '^#?[a-z]+') || CASE WHEN term ~ '[0-9]' THEN '*' ELSE '' END
            FROM {}, unnest(string_to_array(terms, ' ')) AS term WHERE term ~ '^#?[a-z]'"""
UPGRADE = (
    "SET LOCAL statement_timeout = 0",
    'CREATE TABLE customer_words (word TEXT COLLATE "C" PRIMARY KEY)',
    f"INSERT INTO customer_words {WORDS.format('customer_terms')}",
    f"""CREATE FUNCTION keep_customer_words() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO customer_words {WORDS.format("written")} ORDER BY 1
            ON CONFLICT DO NOTHING;
        RETURN NULL; END $$""",
    """CREATE TRIGGER customer_terms_added AFTER INSERT ON customer_terms
        REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION keep_customer_words()""",
    """CREATE TRIGGER customer_terms_changed AFTER UPDATE ON customer_terms
        REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION keep_customer_words()""",
    # Whatever the database's collation is, this one serves beginnings (and equality) too.
    "DROP INDEX ix_customers_name_folded",
    "CREATE INDEX ix_customers_name_folded ON customers (name_folded text_pattern_ops)",
)
DOWNGRADE = (
    "DROP TRIGGER customer_terms_added ON customer_terms",
    "DROP TRIGGER customer_terms_changed ON customer_terms",
    "DROP FUNCTION keep_customer_words",
    "DROP TABLE customer_words",
    "DROP INDEX ix_customers_name_folded",
    "CREATE INDEX ix_customers_name_folded ON customers (name_folded)",
)


def upgrade() -> None:
    _run(UPGRADE)


def downgrade() -> None:
    _run(DOWNGRADE)


def _run(statements: tuple[str, ...]) -> None:
    if op.get_bind().dialect.name == "postgresql":
        for statement in statements:
            op.execute(statement)
