"""One row of figures per customer, kept in the writing transaction and rebuilt at night."""
