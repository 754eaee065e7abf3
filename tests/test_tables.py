"""What a page shows as a table: ranges, flips that can be, text that is text."""

import pandas as pd
import pytest

from analysis import tables
from analysis.claims import MARKS
from analysis.evidence import World

WORLD = World()


@pytest.mark.parametrize(
    ("key", "value", "possible"),
    [
        ("cluster.utilisation", 0.5, True),
        ("cluster.utilisation", 6.4, False),
        ("cluster.utilisation", -0.1, False),
        ("launch.base_launch_price", -1400.0, False),
        ("launch.base_launch_price", 90000.0, True),
        ("cost.learning_rate_facility", -0.02, True),
    ],
)
def test_a_flip_lies_where_the_input_can_be(key, value, possible):
    assert tables._possible(WORLD.record(key), value) is possible


def test_text_in_a_table_is_text():
    shown = tables.frame(pd.DataFrame({"a": ["x | y $5"], "b": [1234.5]}), ["A", "B"])
    assert r"x \| y \$5" in shown
    assert "1,230" in shown


def test_heads_are_as_many_as_columns():
    with pytest.raises(ValueError, match="heads needs 2 entries"):
        tables.frame(pd.DataFrame({"a": [1], "b": [2]}), ["A"])


def test_every_verdict_has_a_sign_and_a_class():
    assert set(MARKS) == set(tables.VERDICT_CLASS)
    assert len(set(MARKS.values())) == len(MARKS)


def test_markup_in_a_record_is_escaped():
    record = WORLD.record("offering.price").model_copy(update={"name": "<script>alert(1)</script> | *bold*"})
    world = World()
    world._records["offering.price"] = record
    shown = tables.inputs(world, ["offering.price"])
    assert "<script>" not in shown
    assert r"\| \*bold\*" in shown
