"""What was wrong with a row, and what became of it, in a sentence: for reports, which no screen translates."""

from typing import Any

OUTCOMES = {
    "created": ("Tạo mới", "Created"),
    "updated": ("Cập nhật", "Updated"),
    "unchanged": ("Không có gì mới", "Nothing new"),
    "line": ("Thuộc đơn ở dòng trên", "Line of the order above"),
    "skipped": ("Bỏ qua, đã có", "Skipped, exists already"),
    "outside": ("Khách của đội khác", "Another team's customer"),
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
    "birthday_ahead": ("Ngày sinh ở tương lai", "Nobody is born in the future"),
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
    "bad_currency": ("Không có loại tiền này", "There is no such currency"),
    "unlikely_date": ("Ngày này không thể có đơn hàng", "Nothing can have been ordered then"),
    "bad_quantity": ("Số lượng phải là số nguyên từ 1", "A quantity is a whole number from 1 on"),
    "code_missing": ("Thiếu mã", "The code is missing"),
    "code_twice": ("Mã này đã có ở dòng {value}", "Row {value} has this code already"),
    "order_split": (
        "Đơn {value} đã có ở phía trên; các dòng của một đơn phải liền nhau",
        "Order {value} stands further up already; rows of one order must stand together",
    ),
    "differs_in_order": (
        "Khác với dòng đầu của cùng đơn hàng",
        "Says something else than the first row of the same order",
    ),
    "too_many_items": ("Đơn có quá 200 dòng hàng", "The order has more than 200 lines"),
    "other_row_wrong": ("Đơn này có lỗi ở dòng {value}", "Row {value} of this order is wrong"),
    "several_customers": (
        "Nhiều khách hàng dùng số hoặc địa chỉ này; ghi mã khách hàng",
        "Several customers have these numbers or addresses; give the customer id",
    ),
    "unknown_buyer": (
        "Chưa có khách hàng này, và dòng không cho đủ thông tin để tạo mới (cần tên)",
        "Nobody matches, and the row does not say whom to save (a name is needed)",
    ),
    "buyer_without_line": (
        "Cần số điện thoại hoặc email để biết là khách nào",
        "A phone number or an email is needed to tell who it is",
    ),
    "date_missing": ("Thiếu ngày đặt hàng", "The day of the order is missing"),
    "total_missing": ("Thiếu tổng tiền hoặc sản phẩm", "The total or the products are missing"),
    "unknown_product": ("Không có sản phẩm mang mã này", "There is no product with this code"),
    "product_missing": ("Thiếu tên sản phẩm", "The product's name is missing"),
    "price_missing": ("Thiếu đơn giá", "The unit price is missing"),
    "lead_without_line": ("Cần số điện thoại hoặc email", "A phone number or an email is needed"),
    "lead_open_already": ("Khách này đang có lead chưa đóng", "This person has an open lead"),
    "changed_meanwhile": ("Khách hàng vừa được gộp hoặc xóa", "The customer was merged or erased meanwhile"),
}
KEPT = {
    "changed_since": ("Đã được sửa sau khi nhập", "Changed since the import"),
    "has_calls": ("Đã có cuộc gọi hoặc ghi chú", "Has calls or notes by now"),
    "merged": ("Đã được gộp với khách khác", "Merged with another customer"),
    "in_use": ("Đã có dữ liệu khác gắn vào", "Other records depend on it by now"),
    "buyer_kept": ("Khách hàng được giữ lại, đã có dữ liệu khác", "The customer stays: other records depend on them"),
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
