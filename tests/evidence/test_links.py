"""An address in the evidence becomes a link: none but those of the web are let in, wherever they stand."""

import hashlib

import pytest

from analysis.evidence.bibliography import bibliography
from analysis.evidence.errors import EvidenceError
from analysis.evidence.files import read_toml
from analysis.evidence.links import complaint, is_web_address
from analysis.evidence.observations import observation


def provenance(table: str) -> str:
    """Write the part of an origin that says where its table was copied from, for a test's table."""
    digest = hashlib.sha256(table.encode()).hexdigest()
    return f"licence = 'none'\naccessed = 2026-01-01\nnot_archived = 'A table of a test.'\ndigest = '{digest}'\n"


NO_ADDRESSES = (
    *("javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)", "vbscript:x"),
    *("data:text/html,<script>alert(1)</script>", "data:text/html;base64,PHNjcmlwdD4=", "file:///etc/passwd"),
    *("ftp://example.org/a", "mailto:a@example.org", "//example.org/a", "/a", "www.example.org", "https:example.org"),
    *("https://", "https:///a", "http://[::1", "https://a b.org", "https://a.org/<script>", 'https://a.org/"x', ""),
    *("blob:https://a.org/1", "view-source:https://a.org", "https://a.org\njavascript:x", "htt\u200bps://a.org"),
)
ADDRESSES = ("https://a.org", "http://a.org:8080/b?c=d&e=%20f#g", "https://a.org/b_(c)", "HTTPS://A.ORG/~b/c;d")


def test_only_addresses_of_the_web_are_addresses():
    assert [text for text in NO_ADDRESSES if is_web_address(text)] == []
    assert [text for text in ADDRESSES if not is_web_address(text)] == []


@pytest.mark.parametrize("field", ["url", "archive"])
def test_a_source_with_another_address_is_refused_by_name(tmp_path, field):
    for place, text in enumerate(t for t in NO_ADDRESSES if not set(t) & set('"\n')):
        file = tmp_path / f"references{place}.bib"
        file.write_text(
            f"@misc{{spacex2026x, title={{A title}}, year={{2026}}, {field}={{{text}}}}}\n", encoding="utf-8"
        )
        with pytest.raises(
            EvidenceError, match=rf"references{place}.bib: \[spacex2026x\]: {field} needs an address that"
        ):
            bibliography(file)


HIDDEN = (
    *(
        "see javascript:alert(1)",
        "[a](javascript:alert(1))",
        "[a]( JAVA script:alert(1))",
        "<a href=&#106;avascript:x>",
    ),
    *(
        "[a](data:text/html;base64,AAAA)",
        "[a](ftp://example.org)",
        r"\href{javascript:alert(1)}{a}",
        "file:///etc/passwd",
    ),
)


@pytest.mark.parametrize("name", ["record", "origin"])
def test_an_address_inside_a_text_is_refused_by_name(tmp_path, name):
    for text in HIDDEN:
        file = tmp_path / f"{name}.toml"
        line = f"note = '{text}'\n"
        file.write_text(f"[a_record]\n{line}" if name == "record" else line, encoding="utf-8")
        with pytest.raises(EvidenceError, match=rf"{name}.toml: .*note holds .*http:// or https:// only"):
            read_toml(file)


def test_an_address_inside_a_table_is_refused(tmp_path):
    (tmp_path / "prices.csv").write_text("who\njavascript:alert(1)\n", encoding="utf-8")
    (tmp_path / "prices.toml").write_text(
        "title = 'Prices'\nsources = ['motyl2026']\nas_of = 2026-01-01\n"
        + provenance("who\njavascript:alert(1)\n")
        + "columns = { who = 'who' }\n",
        encoding="utf-8",
    )
    with pytest.raises(EvidenceError, match=r"prices.csv: the table holds 'javascript:'"):
        observation("prices", tmp_path)


def test_prose_is_prose():
    for text in ("The data: 5 of 7.", "On file: none.", "See [the filing](https://a.org) or [above](#b)."):
        assert complaint("note", text) == ""
