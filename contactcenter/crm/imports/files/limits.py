"""What a file may be. Beyond these somebody wants to hurt us, or has taken the wrong file."""

MAX_UPLOAD_BYTES = 50 * 1024 * 1024
MAX_ROWS = 500_000
MAX_COLUMNS = 200
MAX_CELL_CHARS = 32_767
"""Excel's own limit."""
MAX_UNPACKED_BYTES = 1024 * 1024 * 1024
"""All parts of an XLSX together. 500,000 rows of 20 cells are about 450 MB of XML."""
MAX_RATIO = 150
"""Unpacked to packed of one part, from 10 MB on: real sheets reach 5 to 40, bombs a thousand."""
RATIO_FROM_BYTES = 10 * 1024 * 1024
MAX_PARTS = 2_000
MAX_STRINGS_BYTES = 128 * 1024 * 1024
"""Shared strings are kept in memory while a file is read."""
MAX_HEADER_CHARS = 200
