"""What a column of a file of orders may become, and what such columns are called out there."""

from sqlalchemy.orm import Session

from contactcenter.crm.fields.field import Choice, Field, FieldType
from contactcenter.crm.imports.guessing import CUSTOMER_WORDS
from contactcenter.crm.imports.targets import CUSTOMER_ID, Target

GROUPS = (
    ("order", "Đơn hàng", "Order"),
    ("buyer", "Khách mua", "Buyer"),
    ("line", "Hàng trong đơn", "Line of the order"),
)
ORDER = ("code", "placed_at", "status", "total", "currency", "channel", "account", "display_name")
"""Said once an order: its rows may repeat them or leave them blank."""
LINE = ("product_code", "product_name", "quantity", "price")

_STATUSES = (
    ("draft", "Nháp", "Draft"),
    ("draft", "Phiếu tạm", "Pending"),
    ("placed", "Đã đặt", "Placed"),
    ("placed", "Mới", "New"),
    ("placed", "Chờ xử lý", "Processing"),
    ("placed", "Đã xác nhận", "Confirmed"),
    ("paid", "Đã thanh toán", "Paid"),
    ("shipped", "Đang giao", "Shipped"),
    ("shipped", "Đang giao hàng", "Shipping"),
    ("delivered", "Đã giao", "Delivered"),
    ("delivered", "Hoàn thành", "Completed"),
    ("delivered", "Đã giao hàng", "Done"),
    ("returned", "Trả hàng", "Returned"),
    ("returned", "Đã hoàn", "Refunded"),
    ("returned", "Đã trả lại", "Return"),
    ("canceled", "Đã hủy", "Canceled"),
    ("canceled", "Hủy", "Cancelled"),
    ("canceled", "Đã huỷ", "Void"),
)
_CHANNELS = (
    ("phone", "Điện thoại", "Phone"),
    ("phone", "Gọi điện", "Call"),
    ("store", "Cửa hàng", "Store"),
    ("store", "Tại quầy", "POS"),
    ("store", "Bán trực tiếp", "Offline"),
    ("web", "Website", "Web"),
    ("web", "Trang web", "Online"),
    ("zalo", "Zalo", "Zalo OA"),
    ("messenger", "Facebook", "Messenger"),
    ("marketplace", "Sàn", "Marketplace"),
    ("marketplace", "Shopee", "Lazada"),
    ("marketplace", "Tiki", "TikTok Shop"),
    ("marketplace", "Sàn thương mại điện tử", "Sendo"),
    ("other", "Khác", "Other"),
)
"""The first of each code is what the template writes; the rest are what shops and their programs write."""

WORDS = {
    **{name: CUSTOMER_WORDS[name] for name in ("phone", "email", CUSTOMER_ID)},
    "display_name": "ten khach|ten khach hang|khach hang|nguoi mua|nguoi nhan|ho ten|ho va ten|customer|customer name|"
    "buyer|recipient",
    "account": "id zalo|zalo id|uid|tai khoan|account|external id",
    "code": "ma don|ma don hang|so don|so don hang|ma hoa don|so hoa don|don hang|order|order code|order id|order no|"
    "order number|invoice|invoice number|ma chung tu",
    "placed_at": "ngay|thoi gian|ngay dat|ngay dat hang|ngay mua|ngay mua hang|ngay ban|ngay tao|ngay tao don|"
    "thoi gian dat|ngay hoa don|date|order date|placed at|created at|purchase date",
    "status": "trang thai|tinh trang|trang thai don|trang thai don hang|status|order status",
    "total": "tong|tong tien|tong cong|tong tien hang|thanh toan|tong thanh toan|khach can tra|khach da tra|"
    "gia tri don|gia tri don hang|total|grand total|amount|order total",
    "currency": "tien te|loai tien|don vi tien|currency",
    "channel": "kenh|kenh ban|kenh ban hang|nguon|nguon don|channel|sales channel",
    "product_code": "ma hang|ma san pham|ma sp|ma vach|sku|product code|item code|product id",
    "product_name": "ten hang|san pham|ten san pham|ten sp|mat hang|hang hoa|product|item|product name|item name",
    "quantity": "so luong|sl|qty|quantity",
    "price": "don gia|gia|gia ban|unit price|price|item price",
}


def list_targets(_session: Session, currency: str = "VND") -> list[Target]:
    """In the order that a mapping offers them; amounts are of `currency`."""
    return [
        _target("code", "Mã đơn hàng", "Order code", "order", max_length=60),
        _target("placed_at", "Ngày đặt", "Placed on", "order"),
        _target("status", "Trạng thái", "Status", "order", "choice", choices=_choices(_STATUSES)),
        _target("total", "Tổng tiền", "Total", "order", "money", currency=currency),
        _target("currency", "Loại tiền", "Currency", "order", max_length=3),
        _target("channel", "Kênh bán", "Channel", "order", "choice", choices=_choices(_CHANNELS)),
        Target("phone", "Số điện thoại", "Phone", "buyer"),
        Target("email", "Email", "Email", "buyer"),
        _target("display_name", "Tên khách hàng", "Customer's name", "buyer"),
        _target("account", "Tài khoản (Zalo, Facebook…)", "Account (Zalo, Facebook…)", "buyer", max_length=254),
        Target(CUSTOMER_ID, "Mã khách hàng", "Customer id", "buyer"),
        _target("product_code", "Mã sản phẩm", "Product code", "line", max_length=40),
        _target("product_name", "Tên sản phẩm", "Product", "line"),
        _target("quantity", "Số lượng", "Quantity", "line", "number"),
        _target("price", "Đơn giá", "Unit price", "line", "money", currency=currency),
    ]


def _choices(rows: tuple[tuple[str, str, str], ...]) -> tuple[Choice, ...]:
    return tuple(Choice(*row) for row in rows)


def _target(
    name: str,
    label_vi: str,
    label_en: str,
    group: str,
    kind: FieldType = "text",
    *,
    choices: tuple[Choice, ...] = (),
    max_length: int = 200,
    currency: str = "VND",
) -> Target:
    field = Field(name, kind, group, label_vi, label_en, choices, max_length, currency)
    return Target(name, label_vi, label_en, group, field, is_single=True)
