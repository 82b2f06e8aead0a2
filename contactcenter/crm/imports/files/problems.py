"""What is wrong with a file as a whole."""

from contactcenter.core.errors import Invalid


class FileProblem(Invalid):
    """The file cannot be taken, or not read to its end; `code` says why, details say where."""


def too_many_rows(limit: int) -> FileProblem:
    return FileProblem("too_many_rows", f"The file has more than {limit:,} rows.", limit=limit)


def too_many_columns(limit: int, row: int) -> FileProblem:
    return FileProblem("too_many_columns", f"Row {row} has more than {limit} cells.", limit=limit, row=row)


def cell_too_long(limit: int, row: int) -> FileProblem:
    return FileProblem(
        "cell_too_long", f"Row {row} has a cell of more than {limit:,} characters.", limit=limit, row=row
    )


def unclosed_quote(line: int) -> FileProblem:
    return FileProblem("unclosed_quote", f"The quotation mark opened in line {line} never closes.", line=line)


def broken(row: int | None = None) -> FileProblem:
    where = {"row": row} if row else {}
    return FileProblem("broken_file", "The file is damaged and cannot be read to its end.", **where)
