"""When two names are the same to whoever reads them."""


def alike(one: str, other: str) -> bool:
    """Without regard to case and spacing, in any alphabet: SQLite's own lower() knows ASCII alone."""
    return _plain(one) == _plain(other)


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
