"""Area codes of Vietnam's landlines (since the change of 2017): where a fixed number is."""

import sqlalchemy as sa

from contactcenter.crm.fields.field import Choice
from contactcenter.crm.models import Customer, Identity

AREAS = {
    "24": "Hà Nội", "28": "TP. Hồ Chí Minh", "203": "Quảng Ninh", "204": "Bắc Giang", "205": "Lạng Sơn",
    "206": "Cao Bằng", "207": "Tuyên Quang", "208": "Thái Nguyên", "209": "Bắc Kạn", "210": "Phú Thọ",
    "211": "Vĩnh Phúc", "212": "Sơn La", "213": "Lai Châu", "214": "Lào Cai", "215": "Điện Biên",
    "216": "Yên Bái", "218": "Hòa Bình", "219": "Hà Giang", "220": "Hải Dương", "221": "Hưng Yên",
    "222": "Bắc Ninh", "225": "Hải Phòng", "226": "Hà Nam", "227": "Thái Bình", "228": "Nam Định",
    "229": "Ninh Bình", "232": "Quảng Bình", "233": "Quảng Trị", "234": "Thừa Thiên Huế", "235": "Quảng Nam",
    "236": "Đà Nẵng", "237": "Thanh Hóa", "238": "Nghệ An", "239": "Hà Tĩnh", "251": "Đồng Nai",
    "252": "Bình Thuận", "254": "Bà Rịa – Vũng Tàu", "255": "Quảng Ngãi", "256": "Bình Định", "257": "Phú Yên",
    "258": "Khánh Hòa", "259": "Ninh Thuận", "260": "Kon Tum", "261": "Đắk Nông", "262": "Đắk Lắk",
    "263": "Lâm Đồng", "269": "Gia Lai", "270": "Vĩnh Long", "271": "Bình Phước", "272": "Long An",
    "273": "Tiền Giang", "274": "Bình Dương", "275": "Bến Tre", "276": "Tây Ninh", "277": "Đồng Tháp",
    "290": "Cà Mau", "291": "Bạc Liêu", "292": "Cần Thơ", "293": "Hậu Giang", "294": "Trà Vinh",
    "296": "An Giang", "297": "Kiên Giang", "299": "Sóc Trăng",
}  # fmt: skip
"""Area code without the leading 0 → province, by the names that the codes were given under."""


def area_choices() -> tuple[Choice, ...]:
    return tuple(Choice(code, f"{name} (0{code})", f"{name} (0{code})") for code, name in AREAS.items())


def has_area(code: str) -> sa.ColumnElement[bool]:
    return sa.exists().where(
        Identity.customer_id == Customer.id,
        Identity.channel == "phone",
        Identity.status == "known",
        Identity.value.startswith(f"+84{code}"),
    )
