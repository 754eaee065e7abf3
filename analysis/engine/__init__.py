"""Write a model once; check it, run it, rank it, print it, put it on a slider."""

from __future__ import annotations

from analysis.engine.compile import Compiled, compile_program
from analysis.engine.graph import TraceError
from analysis.engine.tracing import Program, trace, trace_mapping

__all__ = ["Compiled", "Program", "TraceError", "compile_program", "trace", "trace_mapping"]
