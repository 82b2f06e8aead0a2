"""How good the customers' data is, field by field, and mending many at once."""
