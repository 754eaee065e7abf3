"""Every chart of the built site on a phone: nothing wider than the column, no letter smaller than can be read."""

from __future__ import annotations

import re

from analysis.figures import phone
from tools.site import HTML

SIZES = re.compile(r'font-size="([\d.]+)px"')
BOX = re.compile(r'<svg[^>]*?\bwidth="([\d.]+)"')
OVER = 12  # pixels by which a picture may be wider; it is then made smaller, its letters to no less than 11 px


def test_every_chart_has_a_layout_for_a_phone_that_can_be_read() -> None:
    charts = [path for path in (HTML / "_charts").glob("*-light.svg") if "-phone" not in path.name]
    assert len(charts) > 30, "the site is not built: run `make site` first"
    too_wide, too_small = {}, {}
    for chart in charts:
        picture = chart.with_name(chart.name.replace("-light", "-phone-light")).read_text(encoding="utf-8")
        width = float(BOX.search(picture)[1])  # type: ignore[index]
        smallest = min(float(size) for size in SIZES.findall(picture))
        if width > phone.WIDTH + OVER:
            too_wide[chart.name] = width
        if smallest < phone.SMALLEST:
            too_small[chart.name] = smallest
    assert (too_wide, too_small) == ({}, {})
