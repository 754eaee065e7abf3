"""The data package: whole or absent, the same bytes each time, and readable by others."""

from __future__ import annotations

import hashlib
import json
import os

import pandas as pd
import pyarrow.parquet as pq
import pytest

from analysis.api import datapackage
from analysis.evidence import Case, bibliography, observations, records
from analysis.evidence.errors import EvidenceError
from analysis.results import registry
from analysis.units import ureg
from tests.known import base

BASE = base()


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data") / "new" / "folder"
    datapackage.write(BASE, folder)
    return folder, json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))


def test_every_file_is_described_and_every_description_has_its_file(package):
    folder, described = package
    paths = [resource["path"] for resource in described["resources"]]
    assert sorted(os.listdir(folder)) == sorted([*paths, "datapackage.json"])
    names = [resource["name"] for resource in described["resources"]]
    assert len(names) == len(set(names))
    for resource in described["resources"]:
        content = (folder / resource["path"]).read_bytes()
        is_table = resource["path"].endswith(".csv")
        assert resource.get("bytes") == (len(content) if is_table else None)  # validators count none in a binary table
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"


def test_a_table_has_the_columns_of_its_schema_in_both_forms(package):
    folder, described = package
    for resource in described["resources"]:
        if resource["format"] != "csv":
            continue
        columns = [field["name"] for field in resource["schema"]["fields"]]
        frame = pd.read_csv(folder / resource["path"])
        parquet = pq.read_table(folder / f"{resource['name']}.parquet")
        assert list(frame.columns) == columns == parquet.column_names
        assert len(frame) == parquet.num_rows
        for field in resource["schema"]["fields"]:
            if field["type"] in ("number", "integer"):
                assert pd.api.types.is_numeric_dtype(frame[field["name"]]), (resource["name"], field["name"])


def test_the_package_holds_all_evidence_and_all_results(package):
    folder, described = package
    assumptions = pd.read_csv(folder / "assumptions.csv", keep_default_na=False)
    assert set(assumptions["key"]) == set(records())
    assert set(pd.read_csv(folder / "results.csv")["result"]) == set(registry.results())
    assert set(pd.read_csv(folder / "sources.csv")["key"]) == set(bibliography())
    names = {resource["name"] for resource in described["resources"]}
    assert {f"observed-{name.replace('_', '-')}" for name in observations()} <= names


def test_numbers_survive_the_way_out(package):
    folder, _ = package
    frame = pd.read_csv(folder / "assumptions.csv", keep_default_na=False).set_index("key")
    for key in ("offering.price", "physics.solar_constant"):
        record = BASE.record(key)
        assert float(frame.loc[key, "value"]) == record.value
        assert ureg.Unit(frame.loc[key, "unit"])


def test_parquet_says_what_its_columns_mean_and_where_they_come_from(package):
    folder, _ = package
    schema = pq.read_schema(folder / "assumptions.parquet")
    assert schema.field("low").metadata[b"description"].startswith(b"The low end")
    assert b"sources" in schema.metadata


def test_the_sources_of_a_table_are_in_the_bibliography(package):
    _, described = package
    keys = {source["key"] for resource in described["resources"] for source in resource.get("sources", [])}
    assert keys <= set(bibliography())
    assert len(keys) > 50


@pytest.mark.night
def test_the_same_world_gives_the_same_bytes(package, tmp_path):
    folder, _ = package
    datapackage.write(Case(), tmp_path)
    differ = [f.name for f in folder.iterdir() if f.read_bytes() != (tmp_path / f.name).read_bytes()]
    assert differ == []


def test_an_export_that_is_interrupted_leaves_the_folder_as_it_was(tmp_path, monkeypatch):
    (tmp_path / "assumptions.csv").write_text("of the user\n", encoding="utf-8")

    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(datapackage, "_description", interrupted)
    with pytest.raises(KeyboardInterrupt):
        datapackage.write(BASE, tmp_path)
    assert [f.name for f in tmp_path.iterdir()] == ["assumptions.csv"]
    assert (tmp_path / "assumptions.csv").read_text(encoding="utf-8") == "of the user\n"


def test_a_world_that_is_refused_leaves_no_folder(tmp_path, monkeypatch):
    def refused(*_):
        raise EvidenceError("no such world")

    monkeypatch.setattr(datapackage, "_resources", refused)
    for folder in (tmp_path / "new" / "folder", tmp_path / "there" / "folder"):
        (tmp_path / "there").mkdir(exist_ok=True)
        with pytest.raises(EvidenceError, match="no such world"):
            datapackage.write(BASE, folder)
    assert [f.name for f in tmp_path.rglob("*")] == ["there"]


def test_a_file_in_place_of_the_folder_is_told(tmp_path):
    file = tmp_path / "data"
    file.write_text("", encoding="utf-8")
    with pytest.raises(EvidenceError, match="data: cannot be written"):
        datapackage.write(BASE, file)


def test_a_probability_has_its_sampling_error_beside_it_as_far_as_it_was_drawn():
    frame = datapackage.verdicts(BASE).set_index("claim")
    assert 0 < frame.loc["A06", "probability_error"] < 0.01
    assert frame["probability_error"].isna()[["B28", "B09"]].all()  # a judgement; a fact
    assert frame.index[frame["probability_error"].notna() & frame["probability_number"].isna()].empty
