"""The fields every company has, by group and in the order a profile shows them."""

from contactcenter.crm.fields.field import Choice, Field, FieldType

STATUSES = ("potential", "current", "past", "lapsed", "loyal")
CLASSES = ("vip", "potential", "not_potential")
CHANNELS = ("phone", "zalo", "sms", "email", "messenger", "whatsapp", "telegram", "web")


def _field(name: str, kind: FieldType, group: str, vi: str, en: str, *choices: Choice, **more: object) -> Field:
    return Field(name=name, type=kind, group=group, label_vi=vi, label_en=en, choices=choices, **more)  # type: ignore[arg-type]


BUILTIN: tuple[Field, ...] = (
    _field("display_name", "text", "identity", "Họ tên", "Name", is_required=True, max_length=200),
    _field("honorific", "text", "identity", "Xưng hô", "Form of address", max_length=20),
    _field("address", "long_text", "identity", "Địa chỉ", "Address", max_length=300),
    _field("province", "text", "identity", "Tỉnh/thành", "Province", max_length=60),
    _field("birthday", "date", "demographic", "Ngày sinh", "Birthday"),
    _field(
        "gender", "choice", "demographic", "Giới tính", "Gender",
        Choice("female", "Nữ", "Female"), Choice("male", "Nam", "Male"), Choice("other", "Khác", "Other"),
    ),
    _field(
        "marital_status", "choice", "demographic", "Hôn nhân", "Marital status",
        Choice("single", "Độc thân", "Single"), Choice("married", "Đã kết hôn", "Married"),
        Choice("other", "Khác", "Other"),
    ),
    _field(
        "education", "choice", "demographic", "Học vấn", "Education",
        Choice("school", "Phổ thông", "School"), Choice("vocational", "Trung cấp, cao đẳng", "Vocational or college"),
        Choice("university", "Đại học", "University"), Choice("postgraduate", "Sau đại học", "Postgraduate"),
    ),
    _field("occupation", "text", "demographic", "Nghề nghiệp", "Occupation", max_length=100),
    _field(
        "income_band", "choice", "socio_economic", "Thu nhập tháng", "Monthly income",
        Choice("under_10m", "Dưới 10 triệu ₫", "Under ₫10m"), Choice("10m_20m", "10–20 triệu ₫", "₫10–20m"),
        Choice("20m_50m", "20–50 triệu ₫", "₫20–50m"), Choice("over_50m", "Trên 50 triệu ₫", "Over ₫50m"),
        is_sensitive=True,
    ),
    _field("household_size", "number", "socio_economic", "Số người trong nhà", "People in the household"),
    _field("preferences", "long_text", "psychographic", "Sở thích", "Preferences", max_length=2_000),
    _field("needs", "long_text", "psychographic", "Nhu cầu", "Needs", max_length=2_000),
    _field("reasons_to_buy", "long_text", "psychographic", "Lý do mua", "Reasons to buy", max_length=2_000),
    _field("habits", "long_text", "behaviour", "Thói quen mua", "Buying habits", max_length=2_000),
    _field("best_time", "text", "behaviour", "Giờ tiện liên hệ", "Best time to reach", max_length=60),
    _field("company", "text", "company", "Công ty", "Company", max_length=200),
    _field("job_title", "text", "company", "Chức vụ", "Job title", max_length=100),
    _field("industry", "text", "company", "Ngành", "Industry", max_length=100),
    _field(
        "company_size", "choice", "company", "Quy mô công ty", "Company size",
        Choice("1_9", "1–9 người", "1–9 people"), Choice("10_49", "10–49 người", "10–49 people"),
        Choice("50_249", "50–249 người", "50–249 people"), Choice("250_up", "Từ 250 người", "250 people or more"),
    ),
    _field(
        "preferred_channel", "choice", "contact", "Kênh ưa thích", "Preferred channel",
        Choice("phone", "Điện thoại", "Phone"), Choice("zalo", "Zalo", "Zalo"), Choice("sms", "SMS", "SMS"),
        Choice("email", "Email", "Email"), Choice("messenger", "Messenger", "Messenger"),
        Choice("whatsapp", "WhatsApp", "WhatsApp"), Choice("telegram", "Telegram", "Telegram"),
        Choice("web", "Chat trên web", "Web chat"),
    ),
    _field(
        "language", "choice", "contact", "Ngôn ngữ", "Language",
        Choice("vi", "Tiếng Việt", "Vietnamese"), Choice("en", "Tiếng Anh", "English"),
    ),
    _field("do_not_call", "boolean", "contact", "Không gọi", "Do not call"),
    _field("is_blocked", "boolean", "contact", "Chặn", "Blocked"),
    _field(
        "status", "choice", "lifecycle", "Trạng thái", "Status",
        Choice("potential", "Tiềm năng", "Potential"), Choice("current", "Đang mua", "Current"),
        Choice("loyal", "Thân thiết", "Loyal"), Choice("lapsed", "Lâu không mua", "Lapsed"),
        Choice("past", "Đã rời", "Past"), is_required=True,
    ),
    _field(
        "segment", "choice", "lifecycle", "Nhóm", "Class",
        Choice("vip", "VIP", "VIP"), Choice("potential", "Tiềm năng", "Potential"),
        Choice("not_potential", "Không tiềm năng", "Not potential"),
    ),
    _field("owner_id", "person", "lifecycle", "Người phụ trách", "Owner"),
    _field("notes", "long_text", "lifecycle", "Ghi chú chung", "Standing notes", max_length=20_000),
)  # fmt: skip

GROUPS: tuple[tuple[str, str, str], ...] = (
    ("identity", "Nhận diện", "Identity"),
    ("demographic", "Nhân khẩu", "Demographic"),
    ("socio_economic", "Kinh tế", "Socio-economic"),
    ("psychographic", "Tâm lý, nhu cầu", "Psychographic"),
    ("behaviour", "Hành vi", "Behaviour"),
    ("company", "Công việc", "Work"),
    ("contact", "Liên hệ", "Contact"),
    ("lifecycle", "Quan hệ", "Relationship"),
    ("custom", "Trường riêng", "Custom fields"),
)
"""Code, Vietnamese, English; in the order a profile shows them."""
