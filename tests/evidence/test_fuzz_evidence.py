"""Whatever stands in a file of evidence: it is read, or it ends in one line that names the file."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.evidence.bibliography import bibliography
from analysis.evidence.case import load_scenario
from analysis.evidence.claims import claim_records, conflicts
from analysis.evidence.errors import EvidenceError
from analysis.evidence.files import MOST_BYTES
from analysis.evidence.observations import observation
from analysis.evidence.schema import parse_unit
from analysis.evidence.store import read_topic
from tests.each import each, within

SECONDS = 20  # no file takes one second; the rest is for a machine that is busy
FUZZ = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])

# ---- the readers, each with a file that it accepts -------------------------------------------------------------------

RECORD = """[list_price]
name = "List price"
value = 70e6
unit = "USD/launch"
low = 67e6
high = 74e6
range = "lowest and highest seen"
kind = "stated"
sources = ["motyl2026"]
as_of = 2026-03-01
price_year = 2026
shelf_life = 365
"""
SCENARIO = """title = "Mine"
why = "to try"
[changes."offering.price"]
value = 100
unit = "USD/share"
price_year = 2026
reason = "to see what moves"
"""
CLAIM = """[B05]
document = "motyl2026"
paragraph = 1
chapter = 1
kind = "fact"
short = "A claim"
paraphrase = "A sentence of our own"
stated = [64.0, 65.0]
unit = "USD/kg"
price_year = 2026
comparison = "at least"
tolerance = 0.01
today = "multiple.offer_multiple"
"""
CONFLICT = """[[conflict]]
topic = "mass"
values = ["1 t", "2 t"]
sources = ["motyl2026"]
taken = "1 t"
why = "it is the maker's own"
as_of = "2026"
"""
ORIGIN = """title = "Parts"
sources = ["motyl2026"]
as_of = 2026-01-01
licence = "none"
accessed = 2026-01-01
not_archived = "A table of a test."
digest = "8342b044faa7c090c90ef62b3e24aec163fa3fec8e9055b66e7801717b2b4240"
unique = ["year"]
[columns]
year = "calendar year"
mass_t = "tonnes"
"""
TABLE = "year,mass_t\n2024,1.5\n2025,2.5\n"
ENTRY = '@misc{key2026,\n title = "Title",\n author = "Some One",\n year = 2026,\n url = "https://example.org"\n}\n'


def read_origin(file: Path) -> Any:
    (file.parent / "parts.csv").write_text(TABLE, encoding="utf-8")
    return observation.__wrapped__("parts", file.parent)


def read_table(file: Path) -> Any:
    (file.parent / "parts.toml").write_text(ORIGIN, encoding="utf-8")
    return observation.__wrapped__("parts", file.parent).frame


READERS: dict[str, tuple[str, str, Callable[[Path], Any]]] = {
    "record": ("launch.toml", RECORD, read_topic),
    "scenario": ("mine.toml", SCENARIO, load_scenario),
    "claim": ("claims.toml", CLAIM, lambda file: claim_records.__wrapped__(file)),
    "conflict": ("conflicts.toml", CONFLICT, lambda file: conflicts.__wrapped__(file.parent)),
    "origin": ("parts.toml", ORIGIN, read_origin),
    "table": ("parts.csv", TABLE, read_table),
    "bibliography": ("references.bib", ENTRY, lambda file: bibliography.__wrapped__(file)),
}
each_reader = pytest.mark.parametrize("kind", READERS)


def time_limit() -> AbstractContextManager[None]:
    return within(SECONDS, AssertionError(f"not done after {SECONDS} s"))


def told(folder: Path, kind: str, content: bytes) -> str:
    """Write a file, let its reader at it, and give what it says: nothing, or one line that names the file."""
    name, _, read = READERS[kind]
    file = folder / name
    file.write_bytes(content)
    before = {f for f in folder.rglob("*") if f != file}
    try:
        with time_limit():
            read(file)
    except EvidenceError as error:
        message = str(error)
        assert message.startswith((f"{file.stem}.", f"{file}: ")), message
        assert message.isprintable(), ascii(message)
        assert len(message) < 2_000
        return message
    finally:
        assert {f for f in folder.rglob("*") if f != file} - before <= {folder / "parts.csv", folder / "parts.toml"}
    return ""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("evidence")


@pytest.fixture
def room(tmp_path: Path, kind: str) -> Path:
    """A folder in which a reader's own helpers put what they need."""
    return tmp_path


@each_reader
def test_the_file_that_is_changed_is_a_good_one(room: Path, kind: str) -> None:
    assert told(room, kind, READERS[kind][1].encode()) == ""


# ---- anything in place of a value ------------------------------------------------------------------------------------

ODD_VALUES = [
    "nan", "-nan", "inf", "-inf", "1e400", "-1e400", "1e-400", "1_000", "0x10", "0b11", "1" * 400, "1" * 5000,
    "-1" + "0" * 310, "0", "-0.0", "true", '"true"', '""', '"1"', '"nan"', "[]", "[[]]", "[1, [2]]", "[nan]", "[true]",
    '["a"]', "[1, 'a']", "{}", "{a = 1}", "{a = {b = {c = 1}}}", "1979-05-27", "1979-05-27T07:32:00Z", "07:32:00",
    "0001-01-01", "9999-12-31", '"\\u0000"', '"\\n"', '"a\\nb"', '"\\r"', '"\\u2028"', '"\\u202e"', '"\\u001b[31m"',
    '"é"', '"\\U0001F680"', '"' + "x" * 100_000 + '"', "[" + "1," * 1000 + "1]", '["motyl2026", "motyl2026"]',
    '["nobody1900"]', '"{multiple.offer_multiple}"', '"{0}"', '"%s"', '"<script>"', "1\nextra = 2", "",
]  # fmt: skip

UNITS = [
    "10**10**10", "9**9**9**9", "m**9**9**9", "2**1000000000", "m**(10**10**10)", "1**99999999", "m**99999999",
    "(((99**99)**99)**99)**99", "m^-1e400", "m**1e308", "m**-99999", "km**99", "m²²²²²²", "m**nan", "m**m", "m**",
    "__import__('os')", "__import__", "os.system", "lambda: 0", "exec", "().__class__", "m.__class__", "[m]", "{m}",
    "m;m", "m,m", "m=1", "m#", "m\\", "'m'", "m" * 100_000, "m*" * 50_000 + "m", "(" * 60 + "m" + ")" * 15, "(" * 80,
    "m/0", "0/m", "0", "1", "5 m", "1/m", "m+m", "m-m", "-m", "--m", "nan", "inf", "1e400", "1_0 m", "%", "%%", "m%2",
    "m//2", "m\nm", "m\x00", "\x00", "m\u0301", "m\u200b", "m\u202e", "m⁻¹", "١m", "μm", "µm", "Å", "🚀", "furlong",
    "USD", "USDx", "USD_2026", "USD_9999", "US_dollar", "dollar", "USD/USD", "USD_2018/USD_2019", "kUSD", "USD**0",
    "degC", "degC/m", "dB", "dBm", "pH", "count", "[length]", "dimensionless", "", " ", "\t", "k", "kilo", "kkkkm",
]  # fmt: skip


def with_value(text: str, place: int, value: str) -> str:
    """A TOML file with another value behind one of its keys."""
    lines = text.splitlines()
    keys = [i for i, line in enumerate(lines) if " = " in line]
    at = keys[place % len(keys)]
    return "\n".join([*lines[:at], f"{lines[at].partition(' = ')[0]} = {value}", *lines[at + 1 :]]) + "\n"


@pytest.mark.parametrize("kind", ["record", "scenario", "claim", "conflict", "origin"])
@pytest.mark.parametrize("value", ODD_VALUES, ids=lambda v: ascii(v)[:20])
def test_an_odd_value_anywhere_is_read_or_told(room: Path, kind: str, value: str) -> None:
    text = READERS[kind][1]
    for place in range(text.count(" = ")):
        told(room, kind, with_value(text, place, value).encode())


@pytest.mark.parametrize("value", ["nan", "inf", "1e400", "1" * 400, "true", '""', "[]", "[[]]", "{}", "1979-05-27"])
@pytest.mark.parametrize(("kind", "place"), [("record", 1), ("record", 3), ("scenario", 2), ("claim", 9)])
def test_what_is_no_number_is_refused_where_a_number_belongs(tmp_path: Path, kind: str, place: int, value: str) -> None:
    message = told(tmp_path, kind, with_value(READERS[kind][1], place, value).encode())
    record = {"record": "launch.list_price", "scenario": "offering.price", "claim": "B05"}[kind]
    assert f"[{record}]: " in message


@each("unit", UNITS)
def test_a_unit_is_read_or_refused_at_once(unit: str) -> None:
    for year in (None, 2026, 1999, -1, 10**9):
        with time_limit(), contextlib.suppress(ValueError):
            found = parse_unit(unit, year)
            assert all(abs(float(str(power))) <= 12 for _, power in (1 * found).unit_items())


@pytest.mark.parametrize("unit", [u for u in UNITS if "**" in u and u[0] in "1290(mk"])
def test_a_tower_of_powers_is_no_unit(unit: str) -> None:
    with time_limit(), pytest.raises(ValueError, match=r"plain power|not known|not a plain unit|power above"):
        parse_unit(unit, None)


@pytest.mark.parametrize(
    ("unit", "same"),
    [("W/m^2", "W/m**2"), ("kg^(1/2)", "kg**0.5"), ("m^-1", "1/m"), ("m ** ( -1 )", "1/m"), ("m^2/3", "m*m/3")],
)
def test_plain_powers_are_units(unit: str, same: str) -> None:
    try:
        expected = parse_unit(same, None)
    except ValueError:
        with pytest.raises(ValueError, match="not known"):
            parse_unit(unit, None)
    else:
        assert parse_unit(unit, None) == expected


def test_money_has_one_spelling() -> None:
    for unit in ("US_dollar", "dollar/kg", "USD_2018", "USD_2018/USD_2019"):
        with pytest.raises(ValueError, match="money"):
            parse_unit(unit, None)
    for year in (1956, 2061):
        with pytest.raises(ValueError, match="between 1957 and 2060"):
            parse_unit("USD", year)
    assert [str(parse_unit("USD", year)) for year in (1957, 2060)] == ["USD_1957", "USD_2060"]


@FUZZ
@given(unit=st.text(alphabet="mkgsWUSD_0123456789.*/^()- %°µe", max_size=40), year=st.sampled_from([None, 2026]))
def test_any_row_of_signs_is_a_unit_or_refused_at_once(unit: str, year: int | None) -> None:
    with time_limit(), contextlib.suppress(ValueError):
        parse_unit(unit, year)


# ---- anything in place of anything -----------------------------------------------------------------------------------

SNIPPETS = [
    "\x00", "\ufeff", "\r", "\r\n", "\u2028", '"', "'", '"""', "[", "]", "[[", "{", "}", "=", "#", ",", ";", "\\", "@",
    "%", "$", "~", "[a]\n", "[[a]]\n", "a = 1\n", "é", "🚀", "nan", "-", "[" * 300, "{a=" * 300, "@misc{", "@string{x=",
    "@comment{", "\t", " ", "1e999", ",,,,,,,\n", '"unclosed\n',
]  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn, text: str) -> bytes:
    """A text with a few cuts and insertions, in one of several encodings."""
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        until = min(len(text), at + draw(st.integers(0, 30)))
        text = text[:at] + draw(st.sampled_from(SNIPPETS) | st.text(max_size=5)) + text[until:]
    raw = text.encode(draw(st.sampled_from(["utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16"])), "replace")
    cut = draw(st.none() | st.integers(0, len(raw)))
    return raw[:cut]


@each_reader
@FUZZ
@given(data=st.data())
def test_a_damaged_file_is_read_or_told(folder: Path, kind: str, data: st.DataObject) -> None:
    place = folder / kind
    place.mkdir(exist_ok=True)
    told(place, kind, data.draw(damaged(READERS[kind][1])))


@each_reader
@FUZZ
@given(content=st.binary(max_size=200))
def test_any_bytes_are_read_or_told(folder: Path, kind: str, content: bytes) -> None:
    place = folder / kind
    place.mkdir(exist_ok=True)
    told(place, kind, content)


# ---- encodings, sizes and places -------------------------------------------------------------------------------------


@each_reader
@pytest.mark.parametrize("encoding", ["latin-1", "utf-16", "utf-32", "cp1252"])
def test_another_encoding_is_told(room: Path, kind: str, encoding: str) -> None:
    text = READERS[kind][1].replace("a", "é")
    assert "UTF-8" in told(room, kind, text.encode(encoding))


@each_reader
def test_a_byte_order_mark_is_not_part_of_the_text(room: Path, kind: str) -> None:
    assert told(room, kind, READERS[kind][1].encode("utf-8-sig")) == ""


@each_reader
def test_windows_line_ends_are_line_ends(room: Path, kind: str) -> None:
    assert told(room, kind, READERS[kind][1].replace("\n", "\r\n").encode()) == ""


@each_reader
def test_nothing_but_zeros_is_told(room: Path, kind: str) -> None:
    if kind != "bibliography":  # there, what is outside of entries is a remark
        assert told(room, kind, b"\x00" * 100)


@each_reader
def test_a_file_that_is_too_large_is_told_before_it_is_read(room: Path, kind: str) -> None:
    assert "split the file" in told(room, kind, b"#" * (MOST_BYTES + 1))


@each_reader
def test_a_missing_file_and_a_folder_are_told(tmp_path: Path, kind: str) -> None:
    name, _, read = READERS[kind]
    if kind in ("conflict", "table"):  # these look for files; a folder of that name is no file
        return
    for place in (tmp_path / "ünter wegs" / name, tmp_path / name):
        place.parent.mkdir(exist_ok=True)
        with pytest.raises(EvidenceError) as caught, time_limit():
            read(place)
        assert name.partition(".")[0] in str(caught.value)
        assert "\n" not in str(caught.value)
        (tmp_path / name).mkdir(exist_ok=True)


@each_reader
def test_a_place_with_spaces_and_other_alphabets_is_a_place(tmp_path: Path, kind: str) -> None:
    place = tmp_path / "mein Verzeichnis – 模型 🚀"
    place.mkdir()
    assert told(place, kind, READERS[kind][1].encode()) == ""
