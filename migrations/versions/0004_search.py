"""The word indexes of search: FTS5 on SQLite, GIN on PostgreSQL.

Customers and texts that are there already are indexed by `flask search rebuild`, and at the next start.

Revision: 0004, after 0003
"""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

SQLITE = (
    """CREATE VIRTUAL TABLE customer_terms_words USING fts5(
        terms, content='customer_terms', content_rowid='seq', prefix='1 2 3 4 5 6', detail='none', columnsize=0,
        tokenize="unicode61 remove_diacritics 0 tokenchars '~=@#._-+'")""",
    """CREATE TRIGGER customer_terms_added AFTER INSERT ON customer_terms BEGIN
        INSERT INTO customer_terms_words(rowid, terms) VALUES (new.seq, new.terms); END""",
    """CREATE TRIGGER customer_terms_removed AFTER DELETE ON customer_terms BEGIN
        INSERT INTO customer_terms_words(customer_terms_words, rowid, terms)
            VALUES ('delete', old.seq, old.terms); END""",
    """CREATE TRIGGER customer_terms_changed AFTER UPDATE OF seq, terms ON customer_terms BEGIN
        INSERT INTO customer_terms_words(customer_terms_words, rowid, terms) VALUES ('delete', old.seq, old.terms);
        INSERT INTO customer_terms_words(rowid, terms) VALUES (new.seq, new.terms); END""",
    """CREATE VIRTUAL TABLE search_texts_words USING fts5(
        words, customer_id, content='search_texts', content_rowid='seq', prefix='2 3', detail='none', columnsize=0,
        tokenize="unicode61 remove_diacritics 0 tokenchars '_'")""",
    """CREATE TRIGGER search_texts_added AFTER INSERT ON search_texts BEGIN
        INSERT INTO search_texts_words(rowid, words, customer_id) VALUES (new.seq, new.words, new.customer_id); END""",
    """CREATE TRIGGER search_texts_removed AFTER DELETE ON search_texts BEGIN
        INSERT INTO search_texts_words(search_texts_words, rowid, words, customer_id)
            VALUES ('delete', old.seq, old.words, old.customer_id); END""",
    """CREATE TRIGGER search_texts_changed AFTER UPDATE OF seq, words, customer_id ON search_texts BEGIN
        INSERT INTO search_texts_words(search_texts_words, rowid, words, customer_id)
            VALUES ('delete', old.seq, old.words, old.customer_id);
        INSERT INTO search_texts_words(rowid, words, customer_id)
            VALUES (new.seq, new.words, new.customer_id); END""",
)
TERMS = "USING gin ((array_to_tsvector(string_to_array(terms, ' ')))) WITH (fastupdate = off)"
TEXTS = "array_to_tsvector(string_to_array(words || ' ' || coalesce(customer_id, '~'), ' '))"
POSTGRESQL = (
    f"CREATE INDEX ix_customer_terms_words ON customer_terms {TERMS}",
    f"CREATE INDEX ix_customer_terms_sample_words ON customer_terms {TERMS} WHERE (seq & 15) = 0",
    f"CREATE INDEX ix_search_texts_words ON search_texts USING gin (({TEXTS})) WITH (fastupdate = off)",
)


def upgrade() -> None:
    for statement in POSTGRESQL if _is_postgres() else SQLITE:
        op.execute(statement)


def downgrade() -> None:
    if _is_postgres():
        op.execute("DROP INDEX ix_customer_terms_words")
        op.execute("DROP INDEX ix_customer_terms_sample_words")
        op.execute("DROP INDEX ix_search_texts_words")
        return
    for table in ("customer_terms", "search_texts"):
        for what in ("added", "removed", "changed"):
            op.execute(f"DROP TRIGGER {table}_{what}")
        op.execute(f"DROP TABLE {table}_words")


def _is_postgres() -> bool:
    return op.get_bind().dialect.name == "postgresql"
