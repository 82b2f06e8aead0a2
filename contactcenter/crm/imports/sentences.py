"""What was wrong with a row, and what became of it, in a sentence: for reports, which no screen translates."""

from typing import Any

OUTCOMES = {
    "created": ("Tạo mới", "Created"),
    "updated": ("Cập nhật", "Updated"),
    "unchanged": ("Không có gì mới", "Nothing new"),
    "skipped": ("Bỏ qua, đã có", "Skipped, exists already"),
    "failed": ("Không nhập được", "Not imported"),
}
_PROBLEMS = {
    "bad_phone": ("Số điện thoại không đúng", "Not a phone number"),
    "digits_lost": (
        "Excel đã làm mất các số cuối của số điện thoại; định dạng cột là Văn bản rồi nhập lại số",
        "Excel has dropped the last digits of this number; make the column Text and type it again",
    ),
    "bad_email": ("Email không đúng", "Not an email address"),
    "bad_date": ("Ngày không đọc được", "Not a date that can be read"),
    "bad_number": ("Không phải là số", "Not a number"),
    "bad_money": ("Số tiền không đọc được", "Not an amount that can be read"),
    "bad_choice": ("Không có trong danh sách lựa chọn", "Not one of the choices"),
    "bad_multi_choice": ("Không có trong danh sách lựa chọn", "Not one of the choices"),
    "bad_boolean": ("Cần ghi có hoặc không", "Write yes or no"),
    "unknown_person": ("Không tìm thấy người phụ trách này", "There is no such person to own a customer"),
    "too_long": ("Nội dung quá dài", "Too long"),
    "bad_text": ("Có ký tự không lưu được", "Holds characters that cannot be stored"),
    "cell_error": ("Ô bị lỗi công thức trong bảng tính", "The cell shows a spreadsheet error"),
    "name_missing": ("Thiếu họ tên", "The name is missing"),
    "unknown_customer": ("Không có khách hàng mang mã này", "There is no customer with this id"),
    "several_people": ("Số hoặc email trùng với nhiều khách khác nhau", "Its lines belong to several customers"),
    "too_many_lines": ("Quá nhiều số điện thoại và email", "Too many numbers and addresses"),
    "same_as_row": ("Trùng với dòng {value}", "The same person as row {value}"),
    "changed_meanwhile": ("Khách hàng vừa được gộp hoặc xóa", "The customer was merged or erased meanwhile"),
}
KEPT = {
    "changed_since": ("Đã được sửa sau khi nhập", "Changed since the import"),
    "has_calls": ("Đã có cuộc gọi hoặc ghi chú", "Has calls or notes by now"),
    "merged": ("Đã được gộp với khách khác", "Merged with another customer"),
    "in_use": ("Đã có dữ liệu khác gắn vào", "Other records depend on it by now"),
    "gone": ("Không còn nữa", "Gone already"),
}


def problem_text(problem: dict[str, Any], locale: str) -> str:
    """`{column, code, value}` as a sentence without the column's name."""
    vietnamese, english = _PROBLEMS.get(problem["code"], (problem["code"], problem["code"]))
    return (english if locale == "en" else vietnamese).replace("{value}", str(problem.get("value", "")))


def outcome_text(outcome: str, locale: str) -> str:
    return OUTCOMES[outcome][locale == "en"]


def kept_text(reason: str | None, locale: str) -> str:
    return KEPT[reason][locale == "en"] if reason in KEPT else ""


def with_texts(problem: dict[str, Any]) -> dict[str, Any]:
    """A problem as the API tells it, in both languages."""
    return {**problem, "text_vi": problem_text(problem, "vi"), "text_en": problem_text(problem, "en")}
