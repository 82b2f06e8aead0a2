"""The outcomes a fresh install offers, in two levels; admins change them as rows."""

from sqlalchemy.orm import Session

from contactcenter.calls.models import Disposition
from contactcenter.core.db import insert_once

_DEFAULTS = (
    ("resolved", None, "Đã giải quyết", "Resolved", None),
    ("callback", None, "Hẹn gọi lại", "Call back", "callback"),
    ("transferred", None, "Chuyển bộ phận", "Passed on", "task"),
    ("lead", None, "Khách tiềm năng", "Sales lead", None),
    ("complaint", None, "Khiếu nại", "Complaint", None),
    ("complaint_delivery", "complaint", "Giao hàng", "Delivery", None),
    ("complaint_product", "complaint", "Sản phẩm", "Product", None),
    ("complaint_service", "complaint", "Thái độ phục vụ", "Service", None),
    ("question", None, "Hỏi thông tin", "Question", None),
    ("no_help", None, "Chưa hỗ trợ được", "Could not help", None),
    ("wrong_number", None, "Nhầm số", "Wrong number", None),
    ("spam", None, "Quấy rối, quảng cáo", "Spam", None),
)


def ensure_dispositions(session: Session) -> None:
    """Add the default outcomes that are missing; changed ones are left as they are."""
    for position, (code, parent, vietnamese, english, step) in enumerate(_DEFAULTS):
        values = {
            "code": code,
            "parent_code": parent,
            "label_vi": vietnamese,
            "label_en": english,
            "position": position,
            "next_step": step,
            "is_active": True,
        }
        insert_once(session, Disposition, values, key=["code"])
