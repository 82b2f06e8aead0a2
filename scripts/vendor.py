"""`make vendor`: copy the browser's modules from npm into static/vendor/<name>@<version>/, with hashes.

Files are the packages' own bytes, except two that are put together from them: the style sheet of the
font (woff2 only) and the sprite of the chosen icons. `manifest.json` lists the SHA-256 of all of them,
`static/importmap.json` maps bare names to paths relative to /static/. With `--update` the newest
versions that package.json allows are locked first.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import sys
import tarfile
from pathlib import Path

from scripts.npm_packages import ROOT, package, read_member, run_npm
from scripts.vendored import FONT, FONT_WEIGHTS, ICONS, PACKAGES, Vendored

VENDOR = ROOT / "static" / "vendor"
DRAFT = ROOT / "static" / "vendor.new"
FONT_FACE = re.compile(r"/\* be-vietnam-pro-(?P<face>[a-z-]+-\d+)-normal \*/\n@font-face \{.*?\n\}", re.DOTALL)


def font_style_sheet(archive: tarfile.TarFile) -> bytes:
    """The package's @font-face rules for our weights, pointing at the woff2 files beside the sheet."""
    faces = []
    for weight in FONT_WEIGHTS:
        for rule in FONT_FACE.finditer(read_member(archive, f"{weight}.css").decode()):
            source = f"src: url(./{FONT}-{rule['face']}.woff2) format('woff2');"
            faces.append(re.sub(r"src: [^;]+;", source, rule[0]))
    return "\n".join([*faces, ""]).encode()


def icon_sprite(archive: tarfile.TarFile) -> bytes:
    """All chosen icons as symbols: `<svg class="icon"><use href="…/sprite.svg#phone"></use></svg>`."""
    symbols = []
    for icon in ICONS:
        drawing = read_member(archive, f"icons/{icon}.svg").decode()
        body = re.search(r"<svg[^>]*>(.*)</svg>", drawing, re.DOTALL)
        if body is None:
            raise ValueError(f"icon {icon} is not an svg")
        shapes = " ".join(body[1].split())
        symbols.append(
            f'<symbol id="{icon}" viewBox="0 0 24 24" fill="none" stroke="currentColor"'
            f' stroke-width="2" stroke-linecap="round" stroke-linejoin="round">{shapes}</symbol>'
        )
    return "\n".join(['<svg xmlns="http://www.w3.org/2000/svg">', *symbols, "</svg>", ""]).encode()


GENERATED = {
    f"@fontsource/{FONT}": (f"{FONT}.css", font_style_sheet),
    "lucide-static": ("sprite.svg", icon_sprite),
}


def copy_package(item: Vendored) -> tuple[str, dict[str, str], dict[str, object]]:
    """Write one package's folder; returns its folder name, its import map entries and its manifest entry."""
    with package(item.name) as (version, archive):
        contents = {"LICENSE": read_member(archive, item.licence)}
        contents |= {ours: read_member(archive, theirs) for theirs, ours in item.files.items()}
        if item.name in GENERATED:
            file_name, generate = GENERATED[item.name]
            contents[file_name] = generate(archive)
        licence_name = json.loads(read_member(archive, "package.json"))["license"]
    folder = f"{item.name}@{version}"
    for name, content in contents.items():
        path = DRAFT / folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    imports = {bare: f"vendor/{folder}/{name}" for bare, name in item.imports.items()}
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(contents.items())}
    return folder, imports, {"licence": licence_name, "sha256": hashes}


def write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=2, sort_keys=True) + "\n")


def main() -> None:
    if "--update" in sys.argv[1:]:
        run_npm("update", "--package-lock-only", "--ignore-scripts")
    imports: dict[str, str] = {}
    manifest: dict[str, object] = {}
    shutil.rmtree(DRAFT, ignore_errors=True)
    for item in PACKAGES:
        folder, bare_names, entry = copy_package(item)
        imports |= bare_names
        manifest[folder] = entry
        print(f"static/vendor/{folder}")
    write_json(DRAFT / "manifest.json", manifest)
    shutil.rmtree(VENDOR, ignore_errors=True)
    DRAFT.rename(VENDOR)
    write_json(ROOT / "static" / "importmap.json", {"imports": imports})


if __name__ == "__main__":
    main()
