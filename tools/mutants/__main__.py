"""Mutation testing: draw mutants, let the tests judge them, write down what survives. `make mutants` starts this."""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import functools
import importlib
import json
import multiprocessing
import os
import subprocess
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from tools.guard import LONGEST
from tools.mutants.judge import OPTIONS, ROOT, Judge, Mutant, Tests, in_child, matching, with_mutant

HERE = Path(__file__).parent
LISTER = ROOT / ".venv-mutants" / "bin" / "python"
BUILD = ROOT / "_build" / "mutants"
RESULT = ROOT / "tests" / "mutants.toml"
SAME = HERE / "equivalent.toml"
PROBES = (
    "tests/models/test_thermal.py",
    "tests/models/test_orbit.py",
    "tests/engine",
    "tests/evidence/test_records.py",
)
ENVIRONMENT = {
    "HYPOTHESIS_PROFILE": "mutants",
    "WTD_CACHE": "off",
    "PYTHONHASHSEED": "0",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}


def arguments(words: list[str] | None = None) -> argparse.Namespace:
    """What the command takes."""
    parser = argparse.ArgumentParser(prog="make mutants", description=__doc__)
    parser.add_argument("--all", action="store_true", help="every mutant, not a sample: days on two cores")
    parser.add_argument("--sample", type=int, help="how many to draw, in place of the number in settings.toml")
    parser.add_argument("--seed", type=int, help="which to draw, in place of the seed in settings.toml")
    parser.add_argument("--only", nargs="+", default=[], metavar="FILE", help="only these files, such as orbit.py")
    parser.add_argument("--no-wide", action="store_true", help="judge by the own tests of each file only")
    parser.add_argument("--write", action="store_true", help=f"write {RESULT.relative_to(ROOT)}")
    parser.add_argument("--resume", action="store_true", help="keep the verdicts of an interrupted run")
    return parser.parse_args(words)


def settings(given: argparse.Namespace) -> dict[str, Any]:
    """The settings file, with what the command line says in its place."""
    wanted = tomllib.loads((HERE / "settings.toml").read_text(encoding="utf-8"))
    found = sorted(str(f.relative_to(ROOT)) for pattern in wanted["files"] for f in ROOT.glob(pattern))
    kept = [f for f in found if f not in wanted["leave_out"]]
    if given.only:
        kept = [f for f in kept if f in given.only or Path(f).name in given.only]
        if not kept:
            raise SystemExit(f"none of {', '.join(given.only)} is a file of tools/mutants/settings.toml")
    sample = 0 if given.all else given.sample or wanted["sample"]
    seed = wanted["seed"] if given.seed is None else given.seed
    return wanted | {"files": kept, "sample": sample, "seed": seed}


def drawn(wanted: dict[str, Any]) -> tuple[dict[str, int], list[Mutant]]:
    """Let cosmic-ray list the mutants, and read the sample."""
    BUILD.mkdir(parents=True, exist_ok=True)
    out = BUILD / "list.json"
    needed = {key: wanted[key] for key in ("files", "without", "sample", "least", "seed")}
    if not LISTER.exists():
        raise SystemExit("cosmic-ray is not installed: `make mutants` sets .venv-mutants up")
    subprocess.run([LISTER, HERE / "listing.py", json.dumps(needed), out], check=True, cwd=ROOT, timeout=LONGEST)
    listed = json.loads(out.read_text(encoding="utf-8"))
    return listed["counts"], listed["sample"]


def warm_up() -> None:
    """Import, once and for every fork, what the tests import and nobody changes."""

    def names() -> list[str]:
        import pytest

        pytest.main([*OPTIONS, "--collect-only", *PROBES])
        own = ("analysis", "tests", "tools", "conftest", "test_", "__main__")
        return [name for name in sys.modules if not name.startswith(own) and "." not in name[:1]]

    for name in in_child(names, 600).said or []:
        with contextlib.suppress(Exception):
            importlib.import_module(name)


# ---- the two rounds --------------------------------------------------------------------------------------------------


class Round:
    """Verdicts as they come, on disk: forks write them, and an interrupted run can go on."""

    def __init__(self, file: Path, resume: bool) -> None:
        self.file, self.started = file, time.monotonic()
        if not resume or not file.exists():
            file.write_text("", encoding="utf-8")

    @property
    def verdicts(self) -> dict[str, dict[str, Any]]:
        """Every verdict so far."""
        rows = [json.loads(line) for line in self.file.read_text(encoding="utf-8").splitlines()]
        return {row["mutant"]: row for row in rows}

    def note(self, mutant: Mutant, verdict: dict[str, Any]) -> None:
        """Keep one verdict."""
        with self.file.open("a", encoding="utf-8") as out:
            out.write(json.dumps({"mutant": identity(mutant), **verdict}) + "\n")


def identity(mutant: Mutant) -> str:
    """A name of a mutant within one listing."""
    return "{file}:{line}:{column}:{operator}:{occurrence}".format(**mutant)


def own_tests(file: str, wanted: dict[str, Any]) -> list[str]:
    """The tests that answer for a file: its own test file where there is one, else those of its folder."""
    folder = next(tests for pattern, tests in wanted["own"].items() if matching(file, [pattern]))
    found = []
    for place in folder:
        named = [ROOT / place / f"{kind}{Path(file).name}" for kind in ("test_", "test_engine_")]
        mine = [str(f.relative_to(ROOT)) for f in named if f.exists()]
        shared = [f"{place}/{name}" for name in wanted["shared"] if (ROOT / place / name).exists() and mine]
        found += [*mine, *shared] if mine else [place]
    if any(name.endswith(".py") for name in found):
        return [*found, file]  # and its doctests
    return [*found, *sorted(str(f.relative_to(ROOT)) for f in (ROOT / file).parent.glob("*.py"))]


def keeps(file: str, wanted: dict[str, Any]) -> Any:
    """Of the tests over all models, those over the models of one file."""
    module = Path(file).stem

    def keep(name: str) -> bool:
        shared = any(f"/{other}::" in name for other in wanted["shared"])
        return not shared or "models/" not in file or "[" not in name or f"[{module}." in name

    return keep


def first_round(sample: list[Mutant], wanted: dict[str, Any], kept: Round) -> None:
    """Judge every mutant by the own tests of its file; files with the same tests together."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for file in wanted["files"]:
        groups.setdefault(tuple(own_tests(file, wanted)), []).append(file)
    most_first = sorted(groups.items(), key=lambda group: -sum(m["file"] in group[1] for m in sample))
    several(functools.partial(judge_group, sample=sample, wanted=wanted, kept=kept), most_first)


def several(work: Callable[[Any], None], tasks: Iterable[Any]) -> None:
    """Work on as many tasks at a time as there are cores, in forks that share what is imported."""
    with ProcessPoolExecutor(os.cpu_count(), multiprocessing.get_context("fork")) as pool:
        for _ in pool.map(work, tasks):
            pass


def judge_group(
    group: tuple[Sequence[str], list[str]], sample: list[Mutant], wanted: dict[str, Any], kept: Round
) -> None:
    """Judge the mutants of the files that have the same tests."""
    tests, files = group
    done = kept.verdicts
    todo = [m for m in sample if m["file"] in files and identity(m) not in done]
    if todo:
        fresh = matching(files[0], wanted["fresh"]["files"])
        keep = keeps(files[0], wanted)
        Judge(files, tests, keep, wanted["seconds"], wanted["times"], fresh, kept.note).judge(todo)
    for file in files:
        report_progress(file, [m for m in sample if m["file"] == file], kept)


def report_progress(file: str, mutants: list[Mutant], kept: Round) -> None:
    """One line for each file."""
    found = kept.verdicts
    said = Counter(found[identity(m)]["verdict"] for m in mutants)
    spent = time.monotonic() - kept.started
    sys.stdout.write(f"{file}: {', '.join(f'{n} {word}' for word, n in said.items())} ({spent:.0f} s)\n")
    sys.stdout.flush()


def wide_tests(wanted: dict[str, Any]) -> list[str]:
    """The files of tests that a survivor meets, the quick ones first."""
    found = [f for folder in wanted["wide"]["folders"] for f in sorted((ROOT / folder).glob("test_*.py"))]
    return [*(str(f.relative_to(ROOT)) for f in found), *(f for f in wanted["wide"]["files"] if (ROOT / f).exists())]


def second_round(sample: list[Mutant], wanted: dict[str, Any], first: Round, kept: Round) -> None:
    """Let the survivors meet their own tests with all examples, and then the tests of everything else."""
    os.environ["HYPOTHESIS_PROFILE"] = "report"
    before, done = first.verdicts, kept.verdicts
    left = [m for m in sample if before[identity(m)]["verdict"] == "survived" and identity(m) not in done]
    several(functools.partial(judge_again, wanted=wanted, kept=kept), left)


def judge_again(mutant: Mutant, wanted: dict[str, Any], kept: Round) -> None:
    """Judge one survivor by all that there is."""
    by = failure(mutant, wanted)
    kept.note(mutant, {"verdict": "killed" if by else "survived", "by": by})
    sys.stdout.write(f"{mutant['file']}:{mutant['line']}: {by or 'survives'}\n")
    sys.stdout.flush()


def failure(mutant: Mutant, wanted: dict[str, Any]) -> str:
    """The first test that fails with a mutant: of its own, then of all others."""
    keep = keeps(mutant["file"], wanted)
    for tests in (own_tests(mutant["file"], wanted), wide_tests(wanted)):

        def work(tests: list[str] = tests) -> str:
            return with_mutant(mutant, Tests(keep=keep), tests)

        outcome = in_child(work, wanted["seconds"] * 60)
        if outcome.ended or outcome.said:
            return outcome.ended or str(outcome.said)
    return ""


# ---- the report ------------------------------------------------------------------------------------------------------


def interval(killed: int, of: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a rate.

    Examples
    --------
    >>> [round(x, 3) for x in interval(90, 100)]
    [0.826, 0.945]
    """
    from scipy.stats import binomtest

    found = binomtest(killed, of).proportion_ci(0.95, method="wilson")
    return float(found.low), float(found.high)


def known_equivalents() -> dict[tuple[str, str, str], str]:
    """Mutants of which somebody showed that no test can tell them from the original, with the reason."""
    rows = tomllib.loads(SAME.read_text(encoding="utf-8")).get("mutant", []) if SAME.exists() else []
    return {(row["file"], row["old"], row["new"]): row["reason"] for row in rows}


def summary(wanted: dict[str, Any], counts: dict[str, int], sample: list[Mutant], final: dict[str, Any]) -> str:
    """The result as TOML."""
    reasons = known_equivalents()
    rows = [(m, final[identity(m)]) for m in sample]
    same = [m for m, v in rows if v["verdict"] == "equivalent"]
    counted = [(m, v) for m, v in rows if v["verdict"] != "equivalent"]
    alive = [(m, reasons.get((m["file"], m["old"], m["new"]), "")) for m, v in counted if v["verdict"] == "survived"]
    killed = len(counted) - len(alive)
    low, high = interval(killed, len(counted))
    lines = [
        "# What `make mutants` found last; it writes this file with `MUTANTFLAGS=--write`.",
        "",
        f"date = {dt.date.today().isoformat()}",
        f'commit = "{commit()}"',
        f"seed = {wanted['seed']}",
        f"mutants = {sum(counts.values())}",
        f"sampled = {len(sample)}",
        f"same_program = {len(same)}  # the compiler gives the same program: left out",
        f"judged = {len(counted)}",
        f"killed = {killed}",
        f"survived = {len(alive)}",
        f"survived_equivalent = {sum(bool(reason) for _, reason in alive)}  # of these, no test can tell them apart",
        f"killed_percent = {100 * killed / len(counted):.1f}",
        f"interval_95_percent = [{100 * low:.1f}, {100 * high:.1f}]  # Wilson",
        "",
        "[files]  # mutants there are, judged, killed",
    ]
    for file in wanted["files"]:
        mine = [v["verdict"] for m, v in counted if m["file"] == file]
        lines.append(f'"{file}" = [{counts[file]}, {len(mine)}, {mine.count("killed")}]')
    for mutant, reason in alive:
        lines += ["", "[[survivor]]", f'at = "{mutant["file"]}:{mutant["line"]}"', f'operator = "{mutant["operator"]}"']
        lines += [f"{key} = {json.dumps(mutant[key], ensure_ascii=False)}" for key in ("old", "new")]
        lines += [f"reason = {json.dumps(reason or 'no test notices yet', ensure_ascii=False)}"]
    return "\n".join(lines) + "\n"


def commit() -> str:
    """The commit that was judged."""
    command = ["git", "rev-parse", "--short", "HEAD"]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=LONGEST
    ).stdout.strip()


def main() -> None:
    """List, draw, judge twice, tell."""
    given = arguments()
    os.chdir(ROOT)
    os.environ |= ENVIRONMENT
    wanted = settings(given)
    counts, sample = drawn(wanted)
    sys.stdout.write(f"{sum(counts.values())} mutants, {len(sample)} drawn with seed {wanted['seed']}\n")
    sys.stdout.flush()
    warm_up()
    first, second = Round(BUILD / "first.jsonl", given.resume), Round(BUILD / "second.jsonl", given.resume)
    first_round(sample, wanted, first)
    if not given.no_wide:
        second_round(sample, wanted, first, second)
    text = summary(wanted, counts, sample, first.verdicts | second.verdicts)
    (RESULT if given.write else BUILD / RESULT.name).write_text(text, encoding="utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
