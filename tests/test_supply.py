"""What comes from others: the lock is whole, every file on the site has an owner, and every owner's licence is named."""

from __future__ import annotations

import hashlib
import importlib.metadata
import re
import subprocess
import sys
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.site import HTML

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "book" / "_ext"))

from report import fonts, icons, vendor  # noqa: E402

LOCKS = {
    "requirements.in": "requirements.txt",
    "requirements-bench.in": "requirements-bench.txt",
    "requirements-mutants.in": "requirements-mutants.txt",
}
LICENCES = (ROOT / "book" / "text" / "reference" / "licences.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (?P<what>[^|]+) \| (?P<package>[\w.-]+) \| (?P<licence>[^|]+) \|$", re.MULTILINE)
STATIC = HTML / "_static"
KINDS = (".js", ".css", ".svg", ".png", ".map", ".txt", ".woff2", ".woff", ".ttf", ".json")
OURS = {  # written here, or put together at build time from files that have owners of their own
    *("card.png", "favicon.svg", "readme.png", "touch.png", "report.css", "report.js", "whatif.js"),
    *("palette.css", "palette.js", "icons.css", "documentation_options.js", "vendor/versions.txt"),
    *("fonts.css", "fonts/recipe.txt"),
}
GENERATED = {  # filled-in templates and put-together bundles: the package that they come from
    "basic.css": "sphinx",
    "pygments.css": "pygments",
    "language_data.js": "sphinx",
    "copybutton.js": "sphinx-copybutton",
    "vendor/vega.js": "vl-convert-python",
}


def named(lines: str) -> list[Requirement]:
    """The requirements of a file."""
    bare = (line.partition("#")[0].strip() for line in lines.splitlines())
    return [Requirement(line) for line in bare if line]


def locked(name: str) -> dict[str, str]:
    """The pinned versions of a lock."""
    found = re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^\s;]+)", (ROOT / name).read_text(encoding="utf-8"), re.M)
    return {canonicalize_name(package): version for package, version in found}


@pytest.mark.parametrize("asked", LOCKS)
def test_the_lock_holds_everything_that_is_asked_for(asked):
    pins = locked(LOCKS[asked])
    for requirement in named((ROOT / asked).read_text(encoding="utf-8")):
        version = pins.get(canonicalize_name(requirement.name))
        assert version is not None, f"{requirement.name} is in {asked} and not in its lock: run `make lock`"
        assert requirement.specifier.contains(version), f"{requirement} is locked as {version}: run `make lock`"


@pytest.mark.parametrize("lock", [*LOCKS.values(), "requirements-uv.txt"])
def test_every_package_of_a_lock_is_pinned_and_hashed(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")
    entries = [entry for entry in re.split(r"\n(?=\S)", text) if entry.strip() and not entry.startswith("#")]
    assert len(entries) == text.count("==") - len(re.findall(r";.*==", text))
    assert [entry.split()[0] for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []


def test_the_package_s_own_dependencies_are_met_by_the_lock():
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pins = locked("requirements.txt")
    extras = [name for names in project["optional-dependencies"].values() for name in names]
    for requirement in map(Requirement, [*project["dependencies"], *extras]):
        assert requirement.specifier.contains(pins[canonicalize_name(requirement.name)]), requirement


@pytest.mark.parametrize(
    "folders",
    [("analysis",), ("analysis", "tools", "book/_ext", "tests", "benchmarks", "--config", "tools/deptry.toml")],
)
def test_nothing_asked_for_is_unused_and_nothing_used_is_missing(folders):
    program = Path(sys.executable).with_name("deptry")
    done = subprocess.run([program, "--no-ansi", *folders], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def owners() -> dict[str, str]:
    """The installed package of every file that a site may carry, by the hash of what is in it."""
    found: dict[str, str] = {}
    for distribution in importlib.metadata.distributions():
        for file in distribution.files or ():
            path = Path(str(distribution.locate_file(file)))
            if file.suffix in KINDS and path.is_file():
                found[hashlib.sha256(path.read_bytes()).hexdigest()] = canonicalize_name(distribution.metadata["Name"])
    return found


def strangers() -> dict[str, str]:
    """Every file of the built site that is not ours, with the package it comes from; `?` for an unknown one."""
    assert (HTML / "index.html").exists(), "the site is not built: run `make site` first"
    known, found = owners(), {}
    for path in sorted(p for p in STATIC.rglob("*") if p.is_file()):
        name = path.relative_to(STATIC).as_posix()
        if name not in OURS and not re.fullmatch(r"site-\w+\.css", name):
            cut = "font-source-sans-pro" if name.startswith("fonts/") else ""
            found[name] = GENERATED.get(name) or cut or known.get(hashlib.sha256(path.read_bytes()).hexdigest(), "?")
    return found


def test_every_file_of_others_on_the_site_has_an_owner_whose_licence_is_named():
    found = strangers()
    assert [name for name, package in found.items() if package == "?"] == []
    rows = {row["package"]: row["licence"].strip() for row in ROW.finditer(LICENCES)}
    assert sorted({package for package in found.values() if package not in rows}) == []
    assert all(rows.values())


def test_the_fonts_of_print_are_named():
    rows = {row["package"]: row for row in ROW.finditer(LICENCES)}
    assert "Libertinus" in rows["typst"]["what"]
    assert "Source Sans" in rows["font-source-sans-pro"]["what"]
    for package in rows:
        assert importlib.metadata.version(package), f"{package} is named and not installed"


def test_the_bundles_on_the_site_are_what_the_packages_hold():
    assert (STATIC / "vendor" / "vega.js").read_text(encoding="utf-8") == vendor.vega()
    made = "".join(icons.BASE.splitlines(keepends=True))
    sheet = (STATIC / "icons.css").read_text(encoding="utf-8")
    assert sheet.startswith(made)
    assert sheet.count("--icon: url(") == len(icons.outlines())


@pytest.mark.parametrize("face", fonts.FACES)
def test_a_cut_font_is_what_the_package_holds(face):
    assert (STATIC / "fonts" / f"{face}.woff2").read_bytes() == fonts.cut(face)


def test_the_bundles_are_made_again_when_a_package_changes():
    said = (STATIC / "vendor" / "versions.txt").read_text(encoding="utf-8")
    assert importlib.metadata.version("vl-convert-python") in said
