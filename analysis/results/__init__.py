"""Named answers and what stands behind them: registry, provenance, uncertainty, verdicts, snapshots, cache."""
