"""Which column is what: by its header in either language, else by the look of its values."""

import hashlib
import re
from typing import Any

from contactcenter.crm.imports.targets import CUSTOMER_ID, Target
from contactcenter.crm.imports.values.dates import read_date
from contactcenter.crm.imports.values.phones import read_phones
from contactcenter.crm.imports.values.problem import BadValue
from contactcenter.crm.imports.values.text import as_text
from contactcenter.crm.service import fold

CUSTOMER_WORDS: dict[str, str] = {
    "display_name": "ten|ho ten|ho va ten|ho va ten dem|ho|ten khach|ten khach hang|khach hang|ten day du|full name|"
    "name|customer|customer name|first name|last name|given name|family name|surname|ten dem|nguoi lien he",
    "phone": "sdt|so dt|dien thoai|so dien thoai|di dong|so di dong|dtdd|mobile|phone|phone number|tel|telephone|cell|"
    "hotline|zalo|so zalo|lien he|so lien he|dt|mobile phone|contact number|whatsapp",
    "email": "email|e-mail|mail|thu dien tu|dia chi email|email address|hop thu",
    "honorific": "danh xung|xung ho|title|salutation",
    "address": "dia chi|dia chi nha|noi o|address|street|so nha|duong|phuong xa|quan huyen|dia chi giao hang",
    "province": "tinh|thanh pho|tinh thanh|tinh/thanh pho|tp|city|province|state|khu vuc",
    "birthday": "ngay sinh|sinh nhat|nam sinh|dob|birthday|birth date|date of birth|birthdate",
    "gender": "gioi tinh|phai|nam/nu|gender|sex",
    "occupation": "nghe nghiep|nghe|job|occupation|profession",
    "company": "cong ty|doanh nghiep|to chuc|company|company name|organization|organisation|don vi",
    "job_title": "chuc vu|chuc danh|position|job title|role",
    "notes": "ghi chu|luu y|note|notes|remark|remarks|comment|comments|mo ta|dien giai",
    "status": "trang thai|tinh trang|status|lifecycle|giai doan",
    "segment": "nhom|phan loai|hang|loai khach|segment|class|tier|nhom khach hang",
    "owner_id": "nguoi phu trach|phu trach|nhan vien|sale|sales|owner|account manager|nvkd|nhan vien kinh doanh",
    "do_not_call": "khong goi|tu choi goi|do not call|dnc",
    "language": "ngon ngu|language",
    "preferred_channel": "kenh|kenh lien he|kenh ua thich|channel|preferred channel",
    "household_size": "so nguoi|so nguoi trong nha|household|household size",
    CUSTOMER_ID: "ma khach hang|ma kh|customer id|id khach hang",
}
_NUMBERING = re.compile(r"[\s_()#.:*]*\d*[\s_()#.:*]*$")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_NAME = re.compile(r"[^\W\d_]+(?:\s+[^\W\d_]+){1,5}")


def headers_key(headers: list[str]) -> str:
    """One key for files with the same columns in the same order."""
    return hashlib.sha256("\x1f".join(fold(header) for header in headers).encode()).hexdigest()


def guess_mapping(
    headers: list[str], rows: list[list[Any]], targets: list[Target], words: dict[str, str], region: str
) -> list[str | None]:
    """A target, or None, for each column; no target that takes one column is named twice.

    `words`: what else a target may be called, folded, separated by |.
    """
    known = _known_headers(targets, words)
    names = {target.name for target in targets}
    mapping = [known.get(fold(header)) or known.get(_bare(header)) for header in headers]
    columns = [[row[n] for row in rows if n < len(row) and row[n] is not None] for n in range(len(headers))]
    for n, cells in enumerate(columns):
        if mapping[n] is None:
            seen = _by_look(cells, mapping, region)
            mapping[n] = seen if seen in names else None
        elif mapping[n] == CUSTOMER_ID and not all(str(cell).startswith("cus_") for cell in cells):
            mapping[n] = None  # another system's number: no id of ours
    return _without_repeats(mapping, {target.name: target for target in targets})


def is_header(cells: list[Any], region: str) -> bool:
    """Whether a file's first row names its columns: somebody's number or address would be a row of data."""
    return not any(_holds(_looks_email, cell) or _holds(lambda one: _looks_phone(one, region), cell) for cell in cells)


def _known_headers(targets: list[Target], words: dict[str, str]) -> dict[str, str]:
    """Folded header → target; labels and codes of the catalogue win over synonyms."""
    names = {target.name for target in targets}
    known = {word: name for name, said in words.items() if name in names for word in said.split("|")}
    for target in targets:
        for label in (target.name, target.name.rpartition(".")[2], target.label_en, target.label_vi):
            known[fold(label)] = target.name
    return known


def _bare(header: str) -> str:
    """`Điện thoại 2 (*)` → `dien thoai`."""
    return _NUMBERING.sub("", fold(header.replace("_", " ")).replace("*", "")).strip(" :()")


def _by_look(cells: list[Any], mapping: list[str | None], region: str) -> str | None:
    if not cells:
        return None
    if _share(cells, _looks_email) > 0.7:
        return "email"
    if _share(cells, lambda cell: _looks_phone(cell, region)) > 0.7:
        return "phone"
    if "birthday" not in mapping and _share(cells, _looks_birthday) > 0.8:
        return "birthday"
    if (
        not {"display_name", CUSTOMER_ID} & set(mapping)
        and _share(cells, lambda cell: bool(_NAME.fullmatch(str(cell)))) > 0.7
    ):
        return "display_name"
    return None


def _share(cells: list[Any], test: Any) -> float:
    return sum(1 for cell in cells if _holds(test, cell)) / len(cells)


def _holds(test: Any, cell: Any) -> bool:
    try:
        return bool(test(cell))
    except BadValue:
        return False


def _looks_email(cell: Any) -> bool:
    return bool(_EMAIL.fullmatch(as_text(cell)))


def _looks_phone(cell: Any, region: str) -> bool:
    digits = re.sub(r"\D", "", as_text(cell))
    return 9 <= len(digits) <= 13 and bool(read_phones(cell, region).numbers)


def _looks_birthday(cell: Any) -> bool:
    is_written_as_date = not isinstance(cell, int | float) and len(as_text(cell)) >= 8
    return is_written_as_date and 1920 <= read_date(cell, "dmy").year <= 2020


def _without_repeats(mapping: list[str | None], targets: dict[str, Target]) -> list[str | None]:
    seen: set[str] = set()
    kept: list[str | None] = []
    for name in mapping:
        is_repeat = name is not None and name in seen and not targets[name].takes_many
        kept.append(None if is_repeat else name)
        if name is not None:
            seen.add(name)
    return kept
