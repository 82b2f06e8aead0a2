"""Nhà Xanh, an invented chain of home stores: appliances, water purifiers, fashion and a small spa."""

from dataclasses import dataclass
from typing import Literal

NAME = "Nhà Xanh"
LINE_NUMBER = "+842871090001"

DEMO_PASSWORD = "nhaxanh-demo"  # noqa: S105 - printed at the start on purpose; demo accounts stay on loopback
"""Every demo account's password."""


@dataclass(frozen=True)
class Colleague:
    """Somebody who works there. `identity` is their softphone's name at the carrier."""

    name: str
    email: str
    role: Literal["agent", "supervisor", "admin"]
    gender: Literal["female", "male"]
    identity: str


STAFF = (
    Colleague("Nguyễn Thị Lan", "lan@demo.vn", "agent", "female", "agent_lan"),
    Colleague("Trần Quốc Minh", "minh@demo.vn", "agent", "male", "agent_minh"),
    Colleague("Phạm Thu Hương", "huong@demo.vn", "agent", "female", "agent_huong"),
    Colleague("Lê Hoàng Nam", "nam@demo.vn", "supervisor", "male", "agent_nam"),
    Colleague("Võ Ngọc Bích", "bich@demo.vn", "admin", "female", "agent_bich"),
)

AGENTS = tuple(colleague for colleague in STAFF if colleague.role == "agent")

TEAMS = (
    ("Chăm sóc khách hàng", "Bảo hành, lắp đặt và khiếu nại", ("lan@demo.vn", "nam@demo.vn")),
    ("Bán hàng", "Báo giá và đơn hàng điện máy, máy lọc nước", ("minh@demo.vn", "nam@demo.vn")),
    ("Thời trang và spa", "Lịch hẹn, thẻ thành viên", ("huong@demo.vn",)),
)
"""Name, what for, who."""

MORNING, LATE = (7 * 60, 15 * 60), (14 * 60, 22 * 60)
SHIFTS: dict[str, tuple[tuple[int, ...], tuple[int, int]]] = {
    "minh@demo.vn": ((0, 1, 2, 3, 4, 5), MORNING),
    "huong@demo.vn": ((0, 1, 2, 4, 5, 6), LATE),
}
"""By agent: weekdays and minutes of the day. Who signs in as Lan must be able to take a call at any hour: no shifts."""

LUNCH = {"lan@demo.vn": (12 * 60 + 30, 13 * 60), "minh@demo.vn": (11 * 60 + 30, 12 * 60)}

SALES_QUEUE = "Bán hàng"
SALES_KEY = "2"

CARE_SCRIPT = (
    "1. Chào khách, xưng tên. 2. Xác nhận họ tên và đơn hàng. 3. Nhắc lại yêu cầu trước khi xử lý. "
    "4. Hỏi khách còn cần hỗ trợ gì không. 5. Cảm ơn và mời khách chấm điểm."
)
SALES_SCRIPT = (
    "1. Chào khách. 2. Hỏi nhu cầu: mấy người dùng, nguồn nước hay diện tích, ngân sách. "
    "3. Gợi ý tối đa hai mẫu. 4. Báo giá, khuyến mãi, lịch lắp đặt. 5. Xin email hoặc Zalo để gửi báo giá."
)
