"""Statuses every install has. Their code, readiness and who may pick them are not editable; their words are."""

from dataclasses import dataclass

AVAILABLE = "available"
OFFLINE = "offline"
NOT_RESPONDING = "not_responding"

COLOURS = ("green", "amber", "orange", "red", "violet", "grey")
"""Names of roles that screens have a light and a dark value for."""
ICONS = ("circle-check", "coffee", "sun", "headphones", "users", "pencil", "clock", "moon", "phone-off")


@dataclass(frozen=True)
class Builtin:
    """`is_ready` ones receive work; `is_fixed` ones cannot be put away, since the product itself sets them."""

    code: str
    label_vi: str
    label_en: str
    colour: str
    icon: str
    position: int
    is_ready: bool = False
    is_pickable: bool = True
    is_paid: bool = True
    is_break: bool = False
    is_fixed: bool = False


BUILTIN = (
    Builtin(AVAILABLE, "Sẵn sàng", "Available", "green", "circle-check", 10, is_ready=True, is_fixed=True),
    Builtin("break", "Nghỉ giải lao", "Break", "amber", "coffee", 20, is_break=True),
    Builtin("lunch", "Nghỉ trưa", "Lunch", "orange", "sun", 30, is_paid=False, is_break=True),
    Builtin("training", "Đào tạo", "Training", "violet", "headphones", 40),
    Builtin(OFFLINE, "Ngoại tuyến", "Offline", "grey", "moon", 900, is_paid=False, is_fixed=True),
    Builtin(
        NOT_RESPONDING, "Không phản hồi", "Not responding", "red", "phone-off", 910, is_pickable=False, is_fixed=True
    ),
)
BY_CODE = {one.code: one for one in BUILTIN}
