"""Every column of the data package says what it holds, and in what unit where one is known."""

from __future__ import annotations

import pandas as pd

from analysis.api.datapackage import Resource, _write


def test_a_column_has_a_description_and_a_unit_and_parquet_says_no_size(tmp_path):
    frame = pd.DataFrame({"year": [2028], "share_percent": [3.5], "bill": [1.0]})
    table = Resource("table-parity-bill", "A bill", frame, {"bill": "what is paid [USD, as booked]"})
    found = {entry["name"]: entry for entry in table.fields()}
    assert {name: entry.get("unit") for name, entry in found.items()} == {
        "year": None,
        "share_percent": "percent",
        "bill": "USD",
    }
    assert found["year"]["description"] == "Year"  # not that of a publication
    csv, parquet = _write(tmp_path, table)
    assert csv["bytes"] == (tmp_path / csv["path"]).stat().st_size
    assert "bytes" not in parquet
    assert len(parquet["hash"]) == len("sha256:") + 64
