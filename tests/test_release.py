"""A release follows from its commit: the same content gives the same bytes, and every file has its sum."""

from __future__ import annotations

import hashlib
import os
import zipfile
from pathlib import Path

import yaml

from tools import release
from tools.site import archive

ROOT = Path(__file__).resolve().parents[1]


def test_an_archive_of_the_same_files_has_the_same_bytes(tmp_path: Path) -> None:
    for name, when in (("one", 1_700_000_000), ("two", 1_750_000_000)):
        folder = tmp_path / name
        (folder / "deep").mkdir(parents=True)
        for file, text in ((folder / "b.txt", "b"), (folder / "deep" / "a.txt", "a")):
            file.write_text(text, encoding="utf-8")
            file.chmod(0o600 if name == "one" else 0o755)
            os.utime(file, (when, when))
        archive(folder, tmp_path / f"{name}.zip", inside="report")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as packed:
        assert packed.namelist() == ["report/b.txt", "report/deep/a.txt"]


def test_every_file_has_its_sum_but_the_list_itself(tmp_path: Path) -> None:
    for name in ("b.pdf", "a.zip", release.SUMS):
        (tmp_path / name).write_bytes(name.encode())
    lines = release.checksums(tmp_path).splitlines()
    assert lines == [f"{hashlib.sha256(name.encode()).hexdigest()}  {name}" for name in ("a.zip", "b.pdf")]


def test_the_public_host_calls_the_scripts_of_the_project() -> None:
    """No workflow has a way of its own to build or to test: what it runs stands in the Makefile or in .ci."""
    targets = {line.partition(":")[0] for line in (ROOT / "Makefile").read_text().splitlines() if ":" in line}
    called = []
    for file in sorted((ROOT / ".github" / "workflows").glob("*.yml")):
        jobs = yaml.safe_load(file.read_text(encoding="utf-8"))["jobs"]
        assert all("timeout-minutes" in job or "needs" in job for job in jobs.values()), f"{file.name} may run for ever"
        called += [step["run"] for job in jobs.values() for step in job["steps"] if "run" in step]
    made = [
        word
        for line in called
        for command in line.splitlines()
        if command.startswith("make ")
        for word in command.split()[1:]
    ]
    assert {"nightly", "site", "pdf", "package"} <= set(made) <= targets
    assert ".ci/run" in called
