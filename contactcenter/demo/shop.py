"""What Nhà Xanh sells: code, name, category, price in đồng, and how often it is bought."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Article:
    code: str
    name: str
    category: str
    price: int
    weight: int


_WATER, _KITCHEN, _HOME, _FASHION, _SPA = "Máy lọc nước", "Nhà bếp", "Điện gia dụng", "Thời trang", "Chăm sóc da"

ARTICLES = (
    Article("LN-RO9", "Máy lọc nước RO 9 lõi", _WATER, 6_490_000, 5),
    Article("LN-RO7", "Máy lọc nước RO 7 lõi để gầm", _WATER, 4_990_000, 4),
    Article("LN-NANO", "Máy lọc nước Nano không điện", _WATER, 2_890_000, 3),
    Article("LN-NL", "Máy lọc nước nóng lạnh", _WATER, 9_900_000, 2),
    Article("LL-123", "Bộ lõi lọc 1-2-3", _WATER, 390_000, 14),
    Article("LL-RO", "Màng lọc RO", _WATER, 850_000, 7),
    Article("LT-20", "Cột lọc thô đầu nguồn 20 inch", _WATER, 3_200_000, 2),
    Article("NC-6", "Nồi chiên không dầu 6 lít", _KITCHEN, 1_890_000, 9),
    Article("NC-9", "Nồi chiên hơi nước 9 lít", _KITCHEN, 3_490_000, 4),
    Article("BT-DOI", "Bếp từ đôi", _KITCHEN, 7_990_000, 3),
    Article("NCD-18", "Nồi cơm điện cao tần 1,8 lít", _KITCHEN, 2_290_000, 6),
    Article("XS-2", "Máy xay sinh tố 2 cối", _KITCHEN, 1_150_000, 6),
    Article("BN-3", "Bộ nồi inox 3 đáy", _KITCHEN, 1_390_000, 4),
    Article("ML-9", "Máy lạnh inverter 1 HP", _HOME, 8_490_000, 3),
    Article("ML-VS", "Vệ sinh máy lạnh tại nhà", _HOME, 250_000, 8),
    Article("MG-9", "Máy giặt cửa trước 9 kg", _HOME, 9_290_000, 3),
    Article("TL-300", "Tủ lạnh 300 lít ngăn đá dưới", _HOME, 10_990_000, 2),
    Article("KK-40", "Máy lọc không khí 40 m²", _HOME, 4_290_000, 4),
    Article("QD-16", "Quạt đứng điều khiển từ xa", _HOME, 890_000, 8),
    Article("HB-ROBOT", "Robot hút bụi lau nhà", _HOME, 7_490_000, 2),
    Article("AO-LINEN", "Áo sơ mi linen", _FASHION, 420_000, 7),
    Article("VAY-MIDI", "Váy midi cotton", _FASHION, 590_000, 6),
    Article("DO-NGU", "Đồ bộ mặc nhà lụa", _FASHION, 350_000, 5),
    Article("CS-DA60", "Gói chăm sóc da 60 phút", _SPA, 480_000, 6),
    Article("CS-GOI10", "Thẻ 10 buổi chăm sóc da", _SPA, 3_900_000, 2),
    Article("GD-DUONG", "Gội đầu dưỡng sinh", _SPA, 220_000, 7),
)

OFF_SALE = frozenset({"LN-NANO"})
"""Articles that former orders have and new ones cannot."""
