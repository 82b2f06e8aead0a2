"""The word indexes: FTS5 on SQLite, GIN over a tsvector on PostgreSQL (no extension needed).

They are attached to the tables, so that whatever creates these creates them; the migration has
its own copy. On SQLite triggers keep the index beside its table in the same transaction,
whoever writes, set-based statements and cascades included; on PostgreSQL it is an index like any other, and
triggers keep the list of words.
"""

from typing import Any

import sqlalchemy as sa

from contactcenter.crm.search.models import CustomerTerms, SearchText

TERMS_DOCUMENT = "array_to_tsvector(string_to_array(terms, ' '))"
TEXTS_DOCUMENT = "array_to_tsvector(string_to_array(words || ' ' || coalesce(customer_id, '~'), ' '))"

SQLITE_TERMS = (
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
)
SQLITE_TEXTS = (
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
SAMPLE = "(seq & 15) = 0"
"""GIN reads all it has of a word before it hands out the first row, so a sixteenth is asked first (match.py)."""
_AT_ONCE = "WITH (fastupdate = off)"  # else every search reads through what was written since
_TERMS = f"(({TERMS_DOCUMENT})) {_AT_ONCE}"
POSTGRESQL_TERMS = (
    f"CREATE INDEX ix_customer_terms_words ON customer_terms USING gin {_TERMS}",
    f"CREATE INDEX ix_customer_terms_sample_words ON customer_terms USING gin {_TERMS} WHERE {SAMPLE}",
)
POSTGRESQL_VOCABULARY = (
    'CREATE TABLE customer_words (word TEXT COLLATE "C" PRIMARY KEY)',
    """CREATE OR REPLACE FUNCTION keep_customer_words() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO customer_words
            SELECT DISTINCT substring(term FROM '^#?[a-z]+') || CASE WHEN term ~ '[0-9]' THEN '*' ELSE '' END
            FROM written, unnest(string_to_array(terms, ' ')) AS term WHERE term ~ '^#?[a-z]' ORDER BY 1
            ON CONFLICT DO NOTHING;
        RETURN NULL; END $$""",
    """CREATE TRIGGER customer_terms_added AFTER INSERT ON customer_terms
        REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION keep_customer_words()""",
    """CREATE TRIGGER customer_terms_changed AFTER UPDATE ON customer_terms
        REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION keep_customer_words()""",
)
"""The words of letters that terms begin with (vocabulary.py). None is forgotten: an unused one costs nothing."""
POSTGRESQL_TEXTS = (f"CREATE INDEX ix_search_texts_words ON search_texts USING gin (({TEXTS_DOCUMENT})) {_AT_ONCE}",)


def _attach(table: Any, sqlite: tuple[str, ...], postgresql: tuple[str, ...], words: str) -> None:
    for dialect, statements in (("sqlite", sqlite), ("postgresql", postgresql)):
        for statement in statements:
            ddl = sa.DDL(statement.replace("%", "%%"))
            sa.event.listen(table, "after_create", ddl.execute_if(dialect=dialect))
    forgotten = sa.DDL(f"DROP TABLE IF EXISTS {words}")
    sa.event.listen(table, "before_drop", forgotten.execute_if(dialect="sqlite"))


_attach(CustomerTerms.__table__, SQLITE_TERMS, POSTGRESQL_TERMS + POSTGRESQL_VOCABULARY, "customer_terms_words")
for _forgotten in ("TABLE IF EXISTS customer_words", "FUNCTION IF EXISTS keep_customer_words"):
    _drop: Any = sa.DDL(f"DROP {_forgotten}")
    sa.event.listen(CustomerTerms.__table__, "after_drop", _drop.execute_if(dialect="postgresql"))
_attach(SearchText.__table__, SQLITE_TEXTS, POSTGRESQL_TEXTS, "search_texts_words")
