"""Files of products: each row is one, known by its code."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.teams.reach import Reach
from contactcenter.crm.fields.field import Field, FieldType
from contactcenter.crm.imports.amounts import AmountReader
from contactcenter.crm.imports.drafts import Draft
from contactcenter.crm.imports.files.row import Row
from contactcenter.crm.imports.findings import Tally
from contactcenter.crm.imports.kind import Item, Kind, Written
from contactcenter.crm.imports.models import Import, ImportRow
from contactcenter.crm.imports.targets import Target
from contactcenter.crm.orders.many import find_used
from contactcenter.crm.orders.models import Product
from contactcenter.crm.orders.products import change_product, create_product, find_products

_GROUPS = (("product", "Sản phẩm", "Product"),)
_COLUMNS = {"code": "code", "name": "name", "category": "category", "price": "price_minor", "currency": "currency",
            "is_active": "is_active"}  # fmt: skip
_WORDS = {
    "code": "ma|ma hang|ma san pham|ma sp|ma vach|sku|code|product code|item code",
    "name": "ten|ten hang|ten san pham|ten sp|san pham|mat hang|hang hoa|name|product|product name|item",
    "category": "nhom|nhom hang|loai|loai hang|danh muc|nganh hang|category|type|group",
    "price": "gia|gia ban|don gia|gia ban le|price|unit price|retail price",
    "currency": "tien te|loai tien|currency",
    "is_active": "con ban|dang ban|dang kinh doanh|kinh doanh|trang thai|active|on sale|is active",
}
_EXAMPLE = {"code": "NC-01", "name": "Nồi cơm điện 1,8 lít", "category": "Nhà bếp", "price": 2_990_000,
            "currency": "VND", "is_active": "có"}  # fmt: skip
OUTCOMES = {"create": "created", "update": "updated", "unchanged": "unchanged", "skip": "skipped", "fail": "failed"}


def _list_targets(_session: Session, currency: str = "VND") -> list[Target]:
    def target(name: str, vi: str, en: str, kind: FieldType = "text", longest: int = 200) -> Target:
        field = Field(name, kind, "product", vi, en, (), longest, currency)
        return Target(name, vi, en, "product", field, is_single=True)

    return [
        target("code", "Mã sản phẩm", "Code", longest=40),
        target("name", "Tên sản phẩm", "Name"),
        target("category", "Nhóm hàng", "Category", longest=80),
        target("price", "Giá bán", "Price", "money"),
        target("currency", "Loại tiền", "Currency", longest=3),
        target("is_active", "Đang bán", "On sale", "boolean"),
    ]


class ProductReader:
    """Reads rows by a mapping."""

    def __init__(self, rows: AmountReader) -> None:
        self._rows = rows
        self.columns = rows.columns

    def read(self, row: Row) -> Draft | None:
        draft = self._rows.read(row)
        if draft is not None and "code" not in draft.values and not draft.problems:
            draft.blame("code_missing")
        return draft


def _new_reader(session: Session, mapping: list[str | None], options: dict[str, Any], region: str) -> ProductReader:
    return ProductReader(AmountReader(session, _list_targets, mapping, options, region, ("price",)))


def _gather(rows: Iterable[Row], reader: ProductReader) -> Iterator[Item]:
    """A code that comes again further down is refused: which of the rows is right?"""
    seen: dict[str, int] = {}
    for row in rows:
        draft = reader.read(row)
        if draft is not None and "code" in draft.values:
            earlier = seen.setdefault(draft.values["code"], draft.number)
            if earlier != draft.number:
                draft.blame("code_twice", reader.columns["code"], earlier)
        yield Item(row.number, 1, draft)


def _plan(draft: Draft, product: Product | None, options: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """What to do, and the columns it takes."""
    told = {column: draft.values[name] for name, column in _COLUMNS.items() if draft.values.get(name) is not None}
    if product is None and "name" not in told and not draft.problems:
        draft.blame("product_missing")
    if draft.problems:
        return "fail", {}
    if product is None:
        return "create", {"currency": options.get("currency") or "VND"} | told
    if options.get("on_duplicate", "skip") == "skip":
        return "skip", {}
    changes = {name: value for name, value in told.items() if getattr(product, name) != value}
    return ("update", changes) if changes else ("unchanged", {})


def _known(session: Session, some: Sequence[Draft]) -> dict[str, Product]:
    codes = {draft.values["code"] for draft in some if "code" in draft.values}
    return {product.code: product for product in find_products(session, [], codes).values()} if codes else {}


def _write(session: Session, job: Import, some: list[Draft], _reader: ProductReader, _reach: Reach) -> Written:
    known = _known(session, some)
    ledger: list[dict[str, Any]] = []
    for draft in some:
        product = known.get(draft.values.get("code", ""))
        action, told = _plan(draft, product, job.options)
        row: dict[str, Any] = {"made_id": None, "made_version": None, "added": [], "before": None}
        if action == "create":
            made = create_product(session, told)
            row |= {"made_id": made.id, "made_version": made.version}
        elif action == "update" and product is not None:
            row["before"] = {name: getattr(product, name) for name in told}
            change_product(session, product.id, told, version=None)
            row |= {"made_id": product.id, "made_version": product.version}
        facts = {"import_id": job.id, "number": draft.number, "customer_id": None, "problems": draft.problems}
        ledger.append({**facts, **row, "outcome": OUTCOMES[action]})
    session.flush()
    if ledger:
        session.execute(sa.insert(ImportRow.__table__), ledger)  # type: ignore[arg-type]
    return Written(Counter(row["outcome"] for row in ledger), len(some))


class ProductFindings(Tally):
    def __init__(self, _reader: ProductReader, options: dict[str, Any], _reach: Reach) -> None:
        super().__init__()
        self._options = options

    def add(self, session: Session, some: list[Draft]) -> None:
        known = _known(session, some)
        for draft in some:
            action, _told = _plan(draft, known.get(draft.values.get("code", "")), self._options)
            self.outcomes[OUTCOMES[action]] += 1
            name = str(draft.values.get("name", draft.values.get("code", "")))
            self.note_problems(draft.number, lambda n=name: n, draft.problems, is_refused=True)  # type: ignore[misc]


def _take_back(session: Session, _job: Import, rows: list[ImportRow]) -> None:
    """New products go unless an order or an interest names them; changed ones are as they were."""
    ids = sorted({row.made_id for row in rows if row.made_id})
    held = sa.select(Product).where(Product.id.in_(ids)).order_by(Product.id).with_for_update()
    products = {product.id: product for product in session.scalars(held)}
    used = find_used(session, "products", ids, but=frozenset()) if ids else set()
    for row in rows:
        product = products.get(row.made_id or "")
        if product is None or product.version != row.made_version:
            row.undo, row.undo_reason = "kept", "gone" if product is None else "changed_since"
        elif row.outcome == "updated":
            change_product(session, product.id, row.before or {}, version=None)
            row.undo = "restored"
        elif product.id in used:
            row.undo, row.undo_reason = "kept", "in_use"
        else:
            session.delete(product)
            row.undo = "removed"
    session.flush()


def _name_made(session: Session, ids: Sequence[str]) -> dict[str, str]:
    rows = session.execute(sa.select(Product.id, Product.name).where(Product.id.in_(ids)))
    return {row.id: row.name for row in rows}


PRODUCTS = Kind(
    name="products",
    permission="products.edit",
    groups=_GROUPS,
    list_targets=_list_targets,
    synonyms=_WORDS,
    finders=(frozenset({"code"}),),
    missing=("products_need_columns", "Choose the column with the product's code."),
    new_reader=_new_reader,
    gather=_gather,
    new_findings=ProductFindings,
    write=_write,
    take_back=_take_back,
    examples=(_EXAMPLE,),
    options={"currency": "VND"},
    name_made=_name_made,
)
