"""Vietnamese names and how many of a hundred people bear them."""

from collections.abc import Sequence

from contactcenter.crm.service import fold

FAMILIES = (
    ("Nguyễn", 39), ("Trần", 11), ("Lê", 10), ("Phạm", 7), ("Hoàng", 5), ("Phan", 5), ("Vũ", 4), ("Đặng", 3),
    ("Bùi", 3), ("Đỗ", 2), ("Hồ", 2), ("Ngô", 2), ("Dương", 2), ("Lý", 1), ("Đinh", 1), ("Mai", 1), ("Trịnh", 1),
    ("Huỳnh", 1),
)  # fmt: skip
MIDDLES = (
    ("Thị", 30), ("Văn", 25), ("Hữu", 6), ("Đức", 6), ("Ngọc", 6), ("Thanh", 5), ("Minh", 5), ("Quốc", 4), ("Thu", 4),
    ("Hoàng", 3), ("Kim", 3), ("Xuân", 3),
)  # fmt: skip
GIVEN = (
    ("Anh", 8), ("Hương", 6), ("Linh", 6), ("Hùng", 6), ("Dũng", 5), ("Hoa", 5), ("Lan", 5), ("Minh", 5), ("Nam", 5),
    ("Phương", 5), ("Thảo", 5), ("Trang", 5), ("Tuấn", 5), ("Bình", 4), ("Hà", 4), ("Long", 4), ("Mai", 4),
    ("Quang", 4),    ("Sơn", 3), ("Thủy", 3), ("Đạt", 2), ("Yến", 1),
)  # fmt: skip


def spread(names: Sequence[tuple[str, int]]) -> list[tuple[str, str]]:
    """(name, folded) as often as it occurs among a hundred."""
    drawn = [(name, fold(name)) for name, count in names for _ in range(count)]
    assert len(drawn) == 100, len(drawn)
    return drawn
