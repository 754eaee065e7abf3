"""Which pages a change reaches: those whose code, through everything that it calls, names what was changed.

The code of the report is read, not run. Every definition of a module is a node; it leads to the definitions that it
names, and to the records, results, observations and scenarios whose names stand in it as strings. A page leads to what
its cells and its text name. So a change of a record or of a function is followed to the pages that print it, and to no
others.
"""

from __future__ import annotations

import ast
import functools
import hashlib
import re
import subprocess
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tools import pages
from tools.guard import LONGEST
from tools.pages import ROOT

PACKAGE = ROOT / "analysis"
EVIDENCE = PACKAGE / "evidence"
KEY = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")
FILLED = re.compile(rf"{{({KEY.pattern})}}")  # in the sentences beside a figure
PRINTED = re.compile(r"\{n\}`([a-z0-9_.]+)`")
CLAIM = re.compile(r"[ABT]\d{2}")
CHAPTER = "analysis.pages.chapter"  # the door through which every page asks

Node = str  # "analysis.models.cost:orbital_capital", "record launch.price", "claim B05", "topic launch", "table prices"


@dataclass
class Module:
    """A module's definitions: the text of each, in a form that comments and lines do not change, and what it names."""

    name: str
    texts: dict[str, str] = field(default_factory=dict)
    leads: dict[str, set[Node]] = field(default_factory=dict)


def module_name(path: Path) -> str:
    """The name by which a file of the package is imported."""
    inside = path.relative_to(ROOT).with_suffix("")
    return ".".join(part for part in inside.parts if part != "__init__")


def said(node: Any) -> str:
    """What a piece of code says, the same in every Python: `ast.dump` names empty fields in some and not in others.

    Examples
    --------
    >>> said(ast.parse("x = [1, None]  # a comment").body[0])
    "Assign(targets=[Name(id='x',ctx=Store())],value=List(elts=[Constant(value=1),Constant()],ctx=Load()))"
    """
    if isinstance(node, list):
        return "[" + ",".join(map(said, node)) + "]"
    if not isinstance(node, ast.AST):
        return repr(node)
    fields = (f"{name}={said(value)}" for name, value in ast.iter_fields(node) if value is not None and value != [])
    return f"{type(node).__name__}({','.join(fields)})"


def parse(name: str, source: str, package: str = "") -> Module:
    """Read a module: its definitions, and the nodes that each leads to."""
    found, tree = Module(name), ast.parse(source)
    imported: dict[str, str] = {}
    for statement in tree.body:
        imported |= imports(statement, package)
    found.leads |= {bound: {behind} for bound, behind in imported.items()}  # others may import it from here
    own = {defined for statement in tree.body for defined in defines(statement)}
    for statement in tree.body:
        inner = imported | {k: v for node in ast.walk(statement) for k, v in imports(node, package).items()}
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
            continue  # what a module says of itself
        leads = set(leads_to(statement, name, own, inner))
        for defined in defines(statement) or [""]:
            found.texts[defined] = found.texts.get(defined, "") + said(statement)
            found.leads.setdefault(defined, set()).update(leads)
    return found


def read(path: Path, source: str) -> Module:
    """A file of the package, with the source given."""
    name = module_name(path)
    return parse(name, source, name if path.name == "__init__.py" else name.rpartition(".")[0])


def imports(node: ast.AST, package: str) -> dict[str, str]:
    """What names an import binds, each with the module or `module:name` behind it."""
    if isinstance(node, ast.Import):
        pairs = ((alias.asname, alias.name, alias.name.partition(".")[0]) for alias in node.names)
        return {own or first: name if own else first for own, name, first in pairs}
    if isinstance(node, ast.ImportFrom):
        above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
        base = ".".join([*above, *([node.module] if node.module else [])])
        return {alias.asname or alias.name: f"{base}:{alias.name}" for alias in node.names}
    return {}


def defines(statement: ast.stmt) -> list[str]:
    """The names that a statement of a module defines."""
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [statement.name]
    targets: list[ast.expr] = []
    if isinstance(statement, ast.Assign):
        targets = statement.targets
    elif isinstance(statement, ast.AnnAssign | ast.AugAssign):
        targets = [statement.target]
    return [node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)]


def leads_to(statement: ast.AST, module: str, own: set[str], imported: Mapping[str, str]) -> Iterator[Node]:
    """Every node that a piece of code names."""
    for node in ast.walk(statement):
        if isinstance(node, ast.Name):
            if node.id in own:
                yield f"{module}:{node.id}"
            elif node.id in imported:
                yield imported[node.id]
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in imported:
            base = imported[node.value.id]
            yield f"{base.replace(':', '.')}:{node.attr}"
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield f"word {node.value}"
        elif isinstance(node, ast.JoinedStr):
            first = node.values[0] if node.values else None
            if isinstance(first, ast.Constant) and "." in str(first.value):
                yield "topic " + str(first.value).partition(".")[0]


@functools.cache
def _parsed(path: Path, changed: int) -> Module:
    return read(path, path.read_text(encoding="utf-8"))


def modules() -> dict[str, Module]:
    """Every module of the package as it is now."""
    files = sorted(path for path in PACKAGE.rglob("*.py") if "__pycache__" not in path.parts)
    return {module_name(path): _parsed(path, path.stat().st_mtime_ns) for path in files}


@functools.cache
def _code(text: Path, changed: int) -> str:
    return "\n".join(cell.source for cell in pages.read(text).cells if cell.cell_type == "code")


def roots(text: Path, known: Mapping[str, Module]) -> set[Node]:
    """What a page names in its cells and in its text."""
    written = text.read_text(encoding="utf-8")
    code = _code(text, text.stat().st_mtime_ns)
    page = parse("page", code)
    found = {node for leads in page.leads.values() for node in leads if not node.startswith("page:")}
    found |= {f"word {key}" for key in PRINTED.findall(written)}
    for node in ast.walk(ast.parse(code)):  # a page stores every number of the studies that it is of
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Page":
            words = [n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
            found |= {f"analysis.studies.{word}:{name}" for word in words for name in definitions(word, known)}
            found |= {"claims"} if "claims" in words else set()
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "headlines":
            found.add("claims")
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "chapter_claims":
            found |= {f"chapter {n.value!s}" for n in ast.walk(node) if isinstance(n, ast.Constant)}
    return found | {f"{CHAPTER}:{name}" for name in known[CHAPTER].texts}


def definitions(study: str, known: Mapping[str, Module]) -> list[str]:
    """The names that a study defines."""
    found = known.get(f"analysis.studies.{study}")
    return [*found.texts] if found else []


def reached(start: Iterable[Node], known: Mapping[str, Module], claims: Mapping[str, Mapping[str, Any]]) -> set[Node]:
    """Everything that can be reached from some nodes."""
    seen: set[Node] = set()
    waiting = list(start)
    while waiting:
        node = waiting.pop()
        if node in seen:
            continue
        seen.add(node)
        waiting += after(node, known, claims)
    return seen


def after(node: Node, known: Mapping[str, Module], claims: Mapping[str, Mapping[str, Any]]) -> Iterator[Node]:
    """The nodes that one node leads to."""
    kind, _, word = node.partition(" ")
    if kind == "claims":
        yield from (f"claim {name}" for name in claims)
    elif kind == "chapter":
        yield from (f"claim {name}" for name, claim in claims.items() if str(claim.get("chapter")) == word)
    elif kind == "claim":
        yield from (f"word {key}" for value in claims.get(word, {}).values() for key in KEY.findall(str(value)))
    elif kind == "word":
        yield from meant(word, known, claims)
    elif ":" in node:
        module, _, name = node.partition(":")
        if f"{module}.{name}" in known:  # `from analysis.models import cost`: its parts are named where they are used
            yield f"{module}.{name}:"
        elif module in known:
            yield from known[module].leads.get(name, ())
            yield f"{module}:"


def meant(word: str, known: Mapping[str, Module], claims: Mapping[str, Mapping[str, Any]]) -> Iterator[Node]:
    """What a string may mean: a claim, a record, a result, all records of a topic, a sentence that prints results."""
    if word in claims:
        yield f"claim {word}"
    elif word.endswith("."):
        yield f"topic {word[:-1]}"
    for key in [word] if KEY.fullmatch(word) else FILLED.findall(word):
        yield f"record {key}"
        study, _, name = key.partition(".")
        if name in definitions(study, known):
            yield f"analysis.studies.{study}:{name}"


def of_evidence(path: Path, before: str) -> set[Node]:
    """What of a file of evidence is not as it was: records, claims, or the whole file."""
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    if path.parent.name == "assumptions" or path.name == "claims.toml":
        kind, front = ("claim", "") if path.name == "claims.toml" else ("record", f"{path.stem}.")
        try:
            old, new = (tomllib.loads(said) for said in (before, text))
        except tomllib.TOMLDecodeError:
            old, new = {}, {}
        changed = {key for key in {*old, *new} if old.get(key) != new.get(key)}
        return {f"{kind} {front}{key}" for key in changed} | ({f"topic {path.stem}"} if front and changed else set())
    return {f"word {path.stem}"}


def of_code(path: Path, before: str) -> set[Node]:
    """The definitions of a module that are not as they were; a module that cannot be read reaches nothing yet."""
    try:
        old, new = read(path, before), read(path, path.read_text(encoding="utf-8") if path.exists() else "")
    except SyntaxError:
        return set()
    changed = {name for name in {*old.texts, *new.texts} if old.texts.get(name) != new.texts.get(name)}
    return {f"{new.name}:{name}" for name in changed}


def committed(path: Path) -> str:
    """A file as it was committed last; empty when it was not."""
    name = path.relative_to(ROOT).as_posix()
    done = subprocess.run(["git", "show", f"HEAD:{name}"], cwd=ROOT, capture_output=True, text=True, timeout=LONGEST)
    return done.stdout if done.returncode == 0 else ""


def pages_reached_by(changed: Iterable[Path], before: Mapping[Path, str] | None = None) -> list[Path]:
    """The texts whose notebooks may be other ones after a change.

    Parameters
    ----------
    changed : paths
        Files of the project that are not as they were.
    before : mapping of path to text, optional
        What the files said; what was committed last when left out.
    """
    texts, found, nodes = pages.texts(), set(), set[Node]()
    for path in (path.resolve() for path in changed):
        old = (before or {}).get(path)
        if path in texts:
            found.add(path)
        elif path.is_relative_to(EVIDENCE) and path.suffix in (".toml", ".csv"):
            nodes |= of_evidence(path, committed(path) if old is None else old)
        elif path.is_relative_to(PACKAGE) and path.suffix == ".py":
            nodes |= of_code(path, committed(path) if old is None else old)
    if nodes:
        known, claims = modules(), claim_tables()
        for text in texts:
            if text not in found and nodes & reached(roots(text, known), known, claims):
                found.add(text)
    return sorted(found)


def fingerprints() -> dict[str, str]:
    """For each page, by its name, a digest of all that it is made from: its text, and what its code reaches."""
    known, claims = modules(), claim_tables()
    evidence = _evidence_texts()
    found = {}
    for text in pages.texts():
        total = hashlib.sha256(text.read_bytes())
        try:
            start = roots(text, known)
        except Exception:  # executing the page says what is wrong with it
            start = set()
        for node in sorted(reached(start, known, claims)):
            kind, _, word = node.partition(" ")
            module, _, name = node.partition(":")
            if module in known:
                said = known[module].texts.get(name, "")
            else:
                said = repr(claims.get(word, "")) if kind == "claim" else evidence.get(node, "")
            total.update(f"{node}\n{said}\n".encode())
        found[text.stem] = total.hexdigest()[:16]
    return found


def _evidence_texts() -> dict[Node, str]:
    """What each node of the evidence says: a record, a topic, a table or a scenario."""
    found: dict[Node, str] = {}
    for path in sorted(EVIDENCE.rglob("*")):
        if path.parent.name == "assumptions" and path.suffix == ".toml":
            records = tomllib.loads(path.read_text(encoding="utf-8"))
            found |= {f"record {path.stem}.{key}": repr(record) for key, record in records.items()}
            found[f"topic {path.stem}"] = repr(records)
        elif path.suffix in (".toml", ".csv") and path.name != "claims.toml" and path.parent.name != "snapshots":
            found[f"word {path.stem}"] = found.get(f"word {path.stem}", "") + path.read_text(encoding="utf-8")
    return found


def stale(stored: Mapping[str, str]) -> list[Path]:
    """The texts that are not what their notebooks were executed from; unknown ones count as such."""
    now = fingerprints()
    return [text for text in pages.texts() if stored.get(text.stem) != now[text.stem]]


def claim_tables() -> dict[str, dict[str, Any]]:
    """The claims as they stand in their file."""
    return tomllib.loads((EVIDENCE / "claims.toml").read_text(encoding="utf-8"))
