"""Kernels that the tests start import the checkout, whether or not `make` set the environment up."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = str(Path(__file__).parent)
os.environ["PYTHONPATH"] = os.pathsep.join([ROOT, *filter(None, [os.environ.get("PYTHONPATH")])])
