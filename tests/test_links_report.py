"""The weekly link check reports and fails nothing."""

from tools import links


def test_without_a_network_it_says_so_and_asks_no_further(tmp_path):
    asked = []

    def nobody(url):
        asked.append(url)
        return "no network: Name or service not known"

    who = {f"https://example.org/{n}": "key" for n in range(50)}
    said = links.report(links.check(who, nobody), who, tmp_path / "links.csv")
    assert said.startswith("no network here")
    assert len(asked) == links.FIRST


def test_what_does_not_answer_is_named_with_its_source(tmp_path):
    who = {f"https://example.org/{n}": f"key{n}" for n in range(12)}
    found = links.check(who, lambda url: "404" if url.endswith("/3") else "200")
    said = links.report(found, who, tmp_path / "links.csv")
    assert "12 addresses asked, 11 answer, 1 do not" in said
    assert "404  key3  https://example.org/3" in said
    assert (tmp_path / "links.csv").read_text().count("\n") == 13


def test_every_source_with_an_address_is_asked():
    assert "https://arxiv.org/abs/2511.19468" in links.addresses()
