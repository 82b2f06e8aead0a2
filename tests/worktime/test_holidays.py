"""Vietnam's holidays as shipped, against the moon itself."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from math import floor, pi, sin

import pytest

from contactcenter.agents.worktime.calendars import shipped_holidays

YEARS = range(2025, 2036)


def by_name() -> dict[int, dict[str, list[date]]]:
    found: dict[int, dict[str, list[date]]] = defaultdict(lambda: defaultdict(list))
    for one in shipped_holidays():
        found[one["day"].year][one["name_vi"]].append(one["day"])
    return found


@pytest.mark.parametrize("year", YEARS)
def test_a_year_has_the_days_of_the_law(year: int) -> None:
    days = by_name()[year]
    counted = Counter({name: len(found) for name, found in days.items() if name != "Nghỉ hoán đổi"})
    expected = {
        "Tết Dương lịch": 1, "Tết Nguyên đán": 5, "Giỗ Tổ Hùng Vương": 1, "Ngày Chiến thắng 30/4": 1,
        "Quốc tế Lao động 1/5": 1, "Quốc khánh 2/9": 2,
    }  # fmt: skip
    assert counted == {**expected, **({"Ngày Văn hóa Việt Nam 24/11": 1} if year >= 2026 else {})}
    assert date(year, 9, 2) in days["Quốc khánh 2/9"]


@pytest.mark.parametrize("year", YEARS)
def test_tet_and_hung_kings_day_are_where_the_moon_puts_them(year: int) -> None:
    tet, hung = by_name()[year]["Tết Nguyên đán"], by_name()[year]["Giỗ Tổ Hùng Vương"]
    first_day = lunar_new_year(year)
    assert tet == [first_day + timedelta(days=n) for n in range(-1, 4)]
    third_month = new_moon_after(new_moon_after(first_day + timedelta(days=1)) + timedelta(days=1))
    assert hung == [third_month + timedelta(days=9)]


def lunar_new_year(year: int) -> date:
    """The second new moon after the one whose month has the winter solstice; the third when a leap month is between.

    A year with 13 moons from solstice to solstice has one: the first month without a twelfth of the sun's way.
    """
    moons = [solstice_month(year - 1)]
    while moons[-1] < solstice_month(year):
        moons.append(new_moon_after(moons[-1] + timedelta(days=1)))
    if len(moons) == 13:
        return moons[2]
    leap = next(n for n in range(1, 13) if sun_twelfth(moons[n]) == sun_twelfth(moons[n + 1]))
    return moons[3] if leap <= 2 else moons[2]


def solstice_month(year: int) -> date:
    solstice = next(d for d in (date(year, 12, 19) + timedelta(days=n) for n in range(6)) if sun_reaches(d, 270))
    return next(d for d in (solstice - timedelta(days=n) for n in range(31)) if is_new_moon(d))


def new_moon_after(day: date) -> date:
    return next(d for d in (day + timedelta(days=n) for n in range(32)) if is_new_moon(d))


def is_new_moon(day: date) -> bool:
    number = day.toordinal() + 1721425  # Julian day at noon
    around = floor((number - 2415021.076998695) / 29.530588853)
    return any(floor(new_moon(k) + 0.5 + 7 / 24) == number for k in (around - 1, around, around + 1))


def new_moon(k: int) -> float:
    """Julian date (UT) of the k-th new moon after 1900, after Meeus, to about two minutes."""
    t = k / 1236.85
    d = pi / 180
    mean = 2415020.75933 + 29.53058868 * k + 0.0001178 * t**2 - 0.000000155 * t**3
    mean += 0.00033 * sin((166.56 + 132.87 * t - 0.009173 * t**2) * d)
    m = (359.2242 + 29.10535608 * k - 0.0000333 * t**2) * d
    mp = (306.0253 + 385.81691806 * k + 0.0107306 * t**2) * d
    f = (21.2964 + 390.67050646 * k - 0.0016528 * t**2) * d
    c = (0.1734 - 0.000393 * t) * sin(m) + 0.0021 * sin(2 * m) - 0.4068 * sin(mp) + 0.0161 * sin(2 * mp)
    c += -0.0004 * sin(3 * mp) + 0.0104 * sin(2 * f) - 0.0051 * sin(m + mp) - 0.0074 * sin(m - mp)
    c += 0.0004 * sin(2 * f + m) - 0.0004 * sin(2 * f - m) - 0.0006 * sin(2 * f + mp) + 0.001 * sin(2 * f - mp)
    c += 0.0005 * sin(2 * mp + m)
    return mean + c - (-0.000278 + 0.000265 * t + 0.000262 * t**2)


def sun_reaches(day: date, degrees: int) -> bool:
    """Whether the sun passes that longitude on this day in Hanoi."""
    start = day.toordinal() + 1721424.5 - 7 / 24
    return sun(start) < degrees <= sun(start + 1)


def sun_twelfth(day: date) -> int:
    """In which twelfth of its way the sun is when the day begins in Hanoi."""
    return int(sun(day.toordinal() + 1721424.5 - 7 / 24) // 30)


def sun(julian: float) -> float:
    t = (julian - 2451545.0) / 36525
    d = pi / 180
    m = (357.5291 + 35999.0503 * t - 0.0001559 * t**2) * d
    mean = 280.46645 + 36000.76983 * t + 0.0003032 * t**2
    c = (1.9146 - 0.004817 * t) * sin(m) + (0.019993 - 0.000101 * t) * sin(2 * m) + 0.00029 * sin(3 * m)
    return (mean + c) % 360
