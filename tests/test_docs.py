"""The documents keep to the code: settings, links, decisions, commands."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote

import pytest

from contactcenter.core import jobs
from contactcenter.core.settings import load_settings

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
DECISIONS = sorted(ROOT.glob("docs/adr/[0-9]*.md"))

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)|(?:src|href|srcset)=\"([^\"]+)\"")
CODE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
SETTING = re.compile(r"^#?([A-Z][A-Z0-9_]+)=(.*)$", re.MULTILINE)
MACHINE = re.compile(
    r"(?<![\w.])/(?:home|root|work|Users|tmp)/\w|\b[A-Z]:\\"  # somebody's folders
    r"|https?://[^\s)>\"]*(?:pypi|pythonhosted|npmjs|artifactory|nexus|devpi|verdaccio)"  # registries
    r"|--(?:extra-)?index-url"
)
"""What is true on one machine only."""


class Asked(Mapping[str, str]):
    """An environment that notes what was asked of it."""

    def __init__(self, values: dict[str, str]) -> None:
        self._values = values
        self.names: set[str] = set()

    def __getitem__(self, name: str) -> str:
        self.names.add(name)
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


def example() -> dict[str, str]:
    """Every setting of .env.example with the value that is written there."""
    found = SETTING.findall((ROOT / ".env.example").read_text())
    assert len(found) == len(dict(found)), "a setting is there twice"
    return dict(found)


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_the_example_lists_every_setting_and_no_other(tmp_path: Path) -> None:
    asked = Asked({"INSTANCE_PATH": str(tmp_path)})
    load_settings(asked, tmp_path)
    assert set(example()) == asked.names


def test_the_examples_values_are_the_defaults(tmp_path: Path) -> None:
    here = {"INSTANCE_PATH": str(tmp_path)}
    assert load_settings({**example(), **here}, tmp_path) == load_settings(here, tmp_path)


def test_every_setting_is_explained() -> None:
    blocks = (ROOT / ".env.example").read_text().split("\n\n")
    for block in blocks:
        lines = [line for line in block.strip().splitlines() if not line.startswith("# ---")]
        if any(SETTING.match(line) for line in lines):
            assert lines[0].startswith("# "), f"nothing is said of {lines[0]}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_link_leads_somewhere(document: Path) -> None:
    text = CODE.sub("", document.read_text())
    missing = [link for link in (one or two for one, two in LINK.findall(text)) if not _leads_somewhere(document, link)]
    assert not missing


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_no_document_keeps_both_sides_of_a_merge(document: Path) -> None:
    lines = document.read_text().splitlines()
    assert not [line for line in lines if line.startswith(("<<<<<<< ", ">>>>>>> "))]


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_no_document_names_a_machine_or_a_registry(document: Path) -> None:
    assert not [match.group() for match in MACHINE.finditer(document.read_text())]


@pytest.mark.parametrize("decision", DECISIONS, ids=name_of)
def test_a_decision_has_its_four_parts(decision: Path) -> None:
    text = decision.read_text()
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Status", "Context", "Decision", "Consequences"]
    assert text.startswith(f"# {decision.name[:4]} "), "the title begins with the number"
    assert len(text.splitlines()) <= 60, "one page"


def test_decisions_are_numbered_without_gaps_and_listed() -> None:
    numbers = [int(decision.name[:4]) for decision in DECISIONS]
    assert numbers == list(range(1, len(numbers) + 1))
    listed = (ROOT / "docs/adr/README.md").read_text()
    assert [decision.name for decision in DECISIONS if decision.name not in listed] == []


def test_the_changelog_has_a_place_for_what_is_new() -> None:
    assert re.search(r"^## Unreleased$", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)


def test_every_picture_is_used_and_small() -> None:
    words = "".join(document.read_text() for document in DOCUMENTS)
    for picture in (ROOT / "docs/screenshots").glob("*.png"):
        assert f"screenshots/{picture.name})" in words or f'screenshots/{picture.name}"' in words, picture.name
        assert picture.stat().st_size < 150_000, picture.name


def test_the_jobs_that_are_listed_are_those_there_are() -> None:
    import contactcenter.factory  # noqa: F401 - registers them

    text = (ROOT / "docs/howto/add-a-job.md").read_text()
    listed = set(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE))
    there_are = [
        item for item in (*jobs.list_jobs(), *jobs.list_ticks()) if item.run.__module__.startswith("contactcenter.")
    ]
    assert listed == {item.name for item in there_are}  # other tests register some of their own


def test_the_make_targets_that_are_named_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for document in DOCUMENTS:
        named = set(re.findall(r"(?:`|^)make ([a-z]+)\b", document.read_text(), re.MULTILINE))
        assert named <= targets, name_of(document)


def _leads_somewhere(document: Path, link: str) -> bool:
    """Whether a link within the repository has a target; other sites are not asked."""
    if link.startswith(("http://", "https://", "mailto:", "data:")):
        return True
    path, _, anchor = unquote(link).partition("#")
    target = document if not path else (document.parent / path).resolve()
    if not target.exists() or ROOT not in (target, *target.parents):
        return False
    return not anchor or target.suffix != ".md" or anchor in _anchors(target)


def _anchors(document: Path) -> set[str]:
    """Headings as the usual renderers name them: lower case, hyphens, no punctuation."""
    headings = re.findall(r"^#{1,6} (.+)$", CODE.sub("", document.read_text()), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-") for heading in headings}
