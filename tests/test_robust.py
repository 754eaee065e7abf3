"""Commands that are cut off, refused or started twice: one line, an exit code, and nothing half made."""

from __future__ import annotations

import ast
import errno
import os
import resource
import socket
import subprocess
import sys
import threading
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from tools import guard, pages, run, serve, setup, site

ROOT = Path(__file__).resolve().parents[1]


def command(code: str, **options) -> subprocess.CompletedProcess[str]:
    """Run a few lines as a command of ours."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, cwd=ROOT, check=False, **options
    )


def raising(what: str) -> str:
    return f"import errno\nfrom tools.guard import run_command\ndef main():\n    {what}\nrun_command(main)"


@pytest.mark.parametrize(
    ("what", "code", "words"),
    [
        ("raise KeyboardInterrupt", 130, "interrupted; what was whole is kept, and the same command goes on"),
        ("open('/dev/full', 'w', buffering=1).write('x' * 99 + chr(10))", 1, "no space left on device; make room"),
        ("raise OSError(errno.EROFS, 'Read-only file system', 'book/x.ipynb')", 1, "book/x.ipynb: read-only file"),
        ("raise PermissionError(errno.EACCES, 'Permission denied', '_build')", 1, "copy the checkout to a folder of"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGTERM)", 143, ""),
        (
            "import subprocess; subprocess.run(['sleep', '60'], timeout=0.01)",
            1,
            "sleep 60: no end within 0 s, so it was",
        ),
    ],
)
def test_a_command_that_is_stopped_from_outside_ends_in_one_line(what, code, words):
    done = command(raising(what))
    assert done.returncode == code
    assert words in done.stdout
    assert len(done.stdout.splitlines()) <= 1
    assert "Traceback" not in done.stdout + done.stderr


def without_end(tree: ast.AST) -> list[int]:
    """The lines that wait for another process without saying how long."""
    waits = [(node, ast.unparse(node.func)) for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [
        node.lineno
        for node, name in waits
        if (name in ("subprocess.run", "subprocess.check_output") or name.endswith((".communicate", ".wait")))
        and not any(word.arg == "timeout" for word in node.keywords)
        and not (name.endswith(".wait") and node.args)
    ]


def test_no_tool_waits_without_an_end_and_no_test_sleeps_before_an_event():
    """A test has the limit of pytest; a pause in one is a look once more at what it waits for, or code of a command."""
    assert without_end(ast.parse("subprocess.run(['a'])\nmade.communicate()\nmade.wait()")) == [1, 2, 3]
    assert without_end(ast.parse("subprocess.run(['a'], timeout=1)\nmade.wait(2)\nsubprocess.Popen('a')")) == []
    trees = {file: ast.parse(file.read_text(encoding="utf-8")) for file in (ROOT / "tools").rglob("*.py")}
    assert {str(file): lines for file, tree in trees.items() if (lines := without_end(tree))} == {}
    pauses = {}
    for file in (ROOT / "tests").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("time.sleep", "wait_for_timeout")):
                pauses[file.name] = [*pauses.get(file.name, []), ast.unparse(node.args[0])]
    assert pauses == {
        "browsing.py": ["0.02"],  # between two looks
        "test_browser.py": ["500"],  # a card must still stand after it
    }


def test_a_fault_of_ours_is_not_hidden():
    done = command(raising("open('no/such/file')"))
    assert "FileNotFoundError" in done.stderr


def test_every_reason_says_what_helps():
    for number in guard.OUTSIDE:
        assert "; " in guard.explained(OSError(number, os.strerror(number), "x"))
    assert errno.ENOENT not in guard.OUTSIDE


def test_two_commands_never_make_the_same_thing_at_once(tmp_path):
    with guard.exclusive_lock(tmp_path, "site"):
        code = f"from tools.guard import exclusive_lock, run_command\ndef main():\n    with exclusive_lock(__import__('pathlib').Path({str(tmp_path)!r}), 'site'): pass\nrun_command(main)"
        second = command(code)
        assert second.returncode == 1
        assert f"another command makes the site in this folder (process {os.getpid()})" in second.stdout
        with guard.exclusive_lock(tmp_path, "notebooks"):
            pass
    assert command(code).returncode == 0, "the lock ends with its holder"


def test_a_lock_ends_with_a_process_that_is_killed(tmp_path):
    code = f"import time, pathlib\nfrom tools.guard import exclusive_lock\nwith exclusive_lock(pathlib.Path({str(tmp_path)!r}), 'site'):\n    print('held', flush=True)\n    time.sleep(60)"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=ROOT, env=environment) as held:
        assert held.stdout
        assert held.stdout.readline() == b"held\n"
        with pytest.raises(guard.BusyError), guard.exclusive_lock(tmp_path, "site"):
            pass
        held.kill()
    with guard.exclusive_lock(tmp_path, "site"):
        pass


@pytest.fixture
def shelf(tmp_path, monkeypatch):
    """A build folder of its own."""
    for name, path in (("BUILD", tmp_path), ("HTML", tmp_path / "html"), ("UNFINISHED", tmp_path / ".unfinished")):
        monkeypatch.setattr(site, name, path)
    monkeypatch.setattr(site, "begin_data", lambda: None)
    monkeypatch.setattr(site, "publish_data", lambda _: None)
    return tmp_path


@pytest.mark.parametrize("ends", [KeyboardInterrupt, SystemExit, OSError])
def test_a_site_whose_build_was_cut_off_is_not_taken_for_whole(shelf, monkeypatch, ends):
    def begins() -> None:
        (shelf / "html").mkdir()
        (shelf / "html" / "index.html").write_text("half", encoding="utf-8")
        raise ends

    monkeypatch.setattr(site, "jupyter_book", begins)
    with pytest.raises(ends):
        site.build()
    assert not site.is_whole()

    def builds() -> None:
        (shelf / "html").mkdir()
        (shelf / "html" / "index.html").write_text("whole", encoding="utf-8")

    monkeypatch.setattr(site, "jupyter_book", builds)
    site.build()
    assert site.is_whole()


def stored(text: str):
    output = new_output("stream", name="stdout", text=text)
    return new_notebook(cells=[new_code_cell("1", id="a", outputs=[output])])


def test_a_notebook_is_whole_or_as_it_was_when_the_disk_is_full(tmp_path):
    path = tmp_path / "ein Blatt 頁.ipynb"
    run.save(stored("before"), path)
    nbformat.write(stored("x" * 100_000), tmp_path / "long.ipynb")
    before = path.read_bytes()
    code = (
        "import nbformat, pathlib\nfrom tools import run\nfrom tools.guard import run_command\n"
        f"folder = pathlib.Path({str(tmp_path)!r})\n"
        f"run_command(lambda: run.save(nbformat.read(folder / 'long.ipynb', as_version=4), folder / {path.name!r}))"
    )
    few = 4096
    done = command(code, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (few, few)))
    assert done.returncode == 1
    assert "file too large; this file may not grow so large here" in done.stdout
    assert path.read_bytes() == before
    assert sorted(f.name for f in tmp_path.iterdir()) == sorted([path.name, "long.ipynb"])


def test_an_environment_whose_set_up_was_cut_off_is_made_anew(tmp_path, monkeypatch):
    made: list[tuple[str, ...]] = []

    def note(_step: str, *words: str | Path, env: dict[str, str] | None = None) -> str:
        made.append(tuple(map(str, words)))
        if "-m" in words and "venv" in words:
            (tmp_path / "env" / "bin").mkdir(parents=True, exist_ok=True)
            (tmp_path / "env" / "bin" / "python").touch()
        return str(tmp_path)

    monkeypatch.setattr(setup, "ROOT", tmp_path)
    monkeypatch.setattr(setup, "run", note)
    monkeypatch.setattr(setup, "uv_environment", lambda _: {})
    (tmp_path / "lock.txt").write_text("a==1 \\\n", encoding="utf-8")
    (tmp_path / "env" / "bin").mkdir(parents=True)
    (tmp_path / "env" / "bin" / "python").touch()  # what a set-up that was killed leaves
    setup.main("env", "lock.txt")
    assert any("--clear" in words for words in made)
    assert (tmp_path / "env" / ".ready").exists()
    made.clear()
    setup.main("env", "lock.txt")  # the lock changed: the environment is kept and renewed
    assert not any("--clear" in words for words in made)


def test_the_command_works_in_a_folder_with_a_space(tmp_path):
    folder = tmp_path / "ein Ordner 棚"
    folder.mkdir()
    (folder / "python").symlink_to(sys.executable)
    wtd = folder / "wtd"
    wtd.write_text(setup.launcher(folder / "python"), encoding="utf-8")
    wtd.chmod(0o755)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, sys.path)])}
    done = subprocess.run([wtd, "--version"], capture_output=True, text=True, env=environment, check=False)
    assert done.stdout.startswith("wtd "), done.stderr


# ---- the site while it is written ------------------------------------------------------------------------------------


def test_a_port_that_is_taken_is_told_with_another():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = command(
            f"import sys\nfrom tools import guard, serve\nsys.argv[1:] = ['--port', '{port}']\nguard.run_command(serve.main)"
        )
    assert done.returncode == 1
    assert done.stderr.startswith(f"port {port} is taken; try `")
    assert done.stderr.endswith(f"-m tools.serve --port {port + 1}`\n")
    assert len(done.stderr.splitlines()) == 1
    with pytest.raises(SystemExit, match="between 0 and 65535; got 70000"):
        serve.listening(70_000)


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """A book of one text, and a build that notes what it is told."""
    book = tmp_path / "book"
    (book / "text").mkdir(parents=True)
    (book / "chapters").mkdir()
    for name, path in (("ROOT", tmp_path), ("BOOK", book), ("TEXT", book / "text")):
        monkeypatch.setattr(pages, name, path)
    monkeypatch.setattr(pages, "NOTEBOOK", "")  # any text here has calculations
    monkeypatch.setattr(serve, "BUILD", tmp_path / "_build")
    text = book / "text" / "01-one.md"
    text.write_text("first", encoding="utf-8")
    return text


def test_a_change_executes_what_it_reaches_and_is_built_once(desk, monkeypatch):
    """What a rebuild writes itself is no change; a text that was saved again as it was is none either."""
    executed, built = [], []
    monkeypatch.setattr(serve, "WATCHED", [desk.parents[1]])
    monkeypatch.setattr(serve.run, "run", lambda texts, jobs: executed.append([t.stem for t in texts]) or [])
    monkeypatch.setattr(serve, "jupyter_book", lambda fresh: built.append(fresh))
    rebuilder = serve.Rebuilder()
    sheet = desk.parents[1] / "_static" / "report.css"
    sheet.parent.mkdir()
    for path, text in ((desk, "second"), (desk, "second"), (sheet, "p {}"), (desk, "first"), (desk, "second")):
        path.write_text(text, encoding="utf-8")
        rebuilder([path, pages.notebook_of(desk)])
    assert executed == [["01-one"]] * 3
    assert built == [False] * 4


def test_a_page_that_cannot_be_executed_is_not_built_and_is_tried_again(desk, monkeypatch):
    built, outcomes = [], iter([[desk], []])
    monkeypatch.setattr(serve, "WATCHED", [desk.parents[1]])
    monkeypatch.setattr(serve.run, "run", lambda texts, jobs: next(outcomes))
    monkeypatch.setattr(serve, "jupyter_book", lambda fresh: built.append(fresh))
    rebuilder = serve.Rebuilder()
    for text in ("wrong", "right"):
        desk.write_text(text, encoding="utf-8")
        rebuilder([desk])
    assert built == [False]


def test_a_rebuild_waits_for_whoever_makes_the_same(desk, monkeypatch, capsys):
    waits, held = threading.Event(), []

    def is_held(what: str) -> None:
        with pytest.raises(guard.BusyError), guard.exclusive_lock(serve.BUILD, what):
            pass
        held.append(what)

    monkeypatch.setattr(serve.run, "run", lambda texts, jobs: is_held("notebooks") or [])
    monkeypatch.setattr(serve.run, "fingerprints", dict)  # what the report is made from says nothing of this page
    monkeypatch.setattr(serve, "jupyter_book", lambda fresh: is_held("site"))
    monkeypatch.setattr(serve.time, "sleep", lambda _: waits.set())
    with guard.exclusive_lock(serve.BUILD, "site"):
        waiting = threading.Thread(target=serve.rebuild, args=([desk], {}))
        waiting.start()
        assert waits.wait(10)
        assert held == ["notebooks"]
    waiting.join(10)
    assert held == ["notebooks", "site"]
    assert capsys.readouterr().out.count("another command makes the site") == 1
