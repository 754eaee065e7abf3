"""Make `.venv` from the lock: a pinned uv first (pip checks its hash), then everything else by uv, hashes checked too.

Standard library only, since this runs before anything is installed: `python3 tools/setup.py VENV [LOCK]`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCK, UV_LOCK = ROOT / "requirements.txt", ROOT / "requirements-uv.txt"
LONGEST = 3600  # seconds that one step may take


def run(step: str, *command: str | Path, env: dict[str, str] | None = None) -> str:
    """Run one command silently; when it fails, show what it said and stop."""
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, env=env, cwd=ROOT, timeout=LONGEST)
    if done.returncode:
        sys.exit(f"{done.stdout}{done.stderr}\nset-up stopped while it was {step} (see above)")
    return done.stdout


def say(text: str) -> None:
    """One line, now."""
    print(text, flush=True)


def uv_environment(python: Path) -> dict[str, str]:
    """Make uv use the certificates and the package index that pip is set up for on this machine."""
    env = {"UV_SYSTEM_CERTS": "1", "UV_LINK_MODE": "copy", **os.environ}
    pip = [str(python), "-m", "pip", "config", "get", "global.index-url"]
    index = subprocess.run(pip, capture_output=True, text=True, timeout=LONGEST).stdout.strip()
    return {"UV_DEFAULT_INDEX": index, **env} if index else env


def launcher(python: Path) -> str:
    """Write the command `wtd`; a shell finds the interpreter, since a first line may hold no space."""
    return f"""#!/bin/sh
'''exec' "{python}" "$0" "$@"
' '''
from analysis.cli import main

if __name__ == "__main__":  # not in the processes that a simulation starts
    main()
"""


def main(folder: str = ".venv", lock: str = LOCK.name) -> None:
    """Create the environment, install the lock, and let it import the checkout."""
    started, venv = time.perf_counter(), ROOT / folder
    python = venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not (venv / ".ready").exists():  # none, or one that was cut off
        say(f"making {folder} with Python {sys.version.split()[0]}")
        making = "making a virtual environment (on Debian: install python3-venv)"
        run(making, sys.executable, "-m", "venv", "--clear", venv)
    pip = (python, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--require-hashes")
    run("installing uv", *pip, "-r", UV_LOCK)
    say(f"installing {(ROOT / lock).read_text().count('==')} pinned packages (once; about half a minute)")
    uv = shutil.which("uv", path=str(python.parent)) or "uv"
    # where Python may not keep its bytecode, every process would compile the same libraries for seconds
    bytecode: list[str | Path] = ["--compile-bytecode"] if os.environ.get("PYTHONDONTWRITEBYTECODE") else []
    install: list[str | Path] = [uv, "pip", "install", "--quiet", *bytecode, "--python", python, "--require-hashes"]
    run(f"installing the packages of {lock}", *install, "-r", ROOT / lock, env=uv_environment(python))
    site = run("looking for site-packages", python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))")
    (Path(site.strip()) / "checkout.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    command = python.with_name("wtd")
    command.write_text(launcher(python), encoding="utf-8")
    command.chmod(0o755)
    (venv / ".ready").touch()
    say(f"set up in {time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit("set-up was interrupted; the same command begins again")
    except OSError as error:
        sys.exit(f"{error.filename or 'a file'}: {(error.strerror or 'refused').lower()}; set-up stopped")
