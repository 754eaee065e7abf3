"""Chapter 1: the figures it publishes, against arithmetic done by hand on the documents' numbers."""

import pytest

from analysis.evidence import Case, observation
from analysis.results.uncertainty import program
from analysis.studies import multiple
from analysis.units import Quantity

WORLD = Case()


def ends(result, unit=""):
    return pytest.approx(list(result(WORLD).to(unit).magnitude))


def test_the_stated_range_gives_its_interval_of_multiples():
    assert ends(multiple.stated_range_multiple) == [2000 / 30, 2000 / 24]


def test_sixty_four_lies_outside_the_interval():
    assert multiple.stated_multiple(WORLD) < multiple.stated_range_multiple(WORLD).min()


def test_both_quotients_hide_one_revenue_outside_the_range():
    low, high = multiple.hidden_revenue(WORLD).to("gigaUSD/year").magnitude
    assert 30.7 < low < high == pytest.approx(31.25)  # 2,000 / 64
    assert low > multiple.stated_revenue(WORLD).to("gigaUSD/year").max().magnitude
    assert low < 717 / 23 < high


def test_the_offer_is_the_shares_times_the_price():
    assert multiple.offer_value(WORLD).to("teraUSD").magnitude == pytest.approx(135 * (12.5353e9 + 555.6e6) / 1e12)


def test_the_offer_multiple_on_audited_sales():
    # accounts that round the value to 1.77 trillion print 94.8; unrounded it is 94.6
    assert multiple.offer_multiple(WORLD).magnitude == pytest.approx(94.8, rel=0.002)


@pytest.mark.parametrize(
    ("result", "published"),
    [
        (multiple.amazon_ratio_audited, 38.4),
        (multiple.nvidia_ratio_stated, 1.41),
        (multiple.nvidia_ratio_audited, 2.09),
        (multiple.nvidia_ratio_fiscal, 2.39),
        (multiple.nvidia_flip, 32.0),
        (multiple.middle_multiple, 74.07),
    ],
)
def test_a_ratio_of_the_chapter(result, published):
    assert result(WORLD).magnitude == pytest.approx(published, rel=0.002)


def test_the_switch_of_definitions_flips_the_verdict_for_the_stated_multiple_only():
    frame = multiple.definitions(WORLD)
    stated = frame[frame["spacex_multiple"] == "Stated"].set_index("definition")["more_than_twice"]
    assert not stated["Daily price, trailing four quarters"]
    assert stated["Fiscal year's end"]
    assert stated["Expected next twelve months"]
    assert frame[frame["spacex_multiple"] != "Stated"]["more_than_twice"].all()


def test_trailing_sales_are_the_sum_of_four_quarters():
    frame = observation("nvidia_quarterly").frame
    summed = frame["revenue_million_usd"].rolling(4).sum()
    known = frame["trailing_revenue_million_usd"].notna() & summed.notna()
    assert known.sum() >= 8
    # the source rounds some quarters to a tenth of a billion
    assert summed[known].to_numpy() == pytest.approx(frame["trailing_revenue_million_usd"][known].to_numpy(), rel=0.005)


def test_nvidias_peak_is_its_price_times_shares_over_trailing_sales():
    peaks = observation("nvidia_price_to_sales").frame
    trailing = peaks[peaks["basis"] == "trailing"]["multiple"]
    assert WORLD["comparators.nvidia_peak_trailing"].magnitude == trailing.max()
    fiscal = peaks[peaks["basis"] == "fiscal year-end"]["multiple"]
    assert WORLD["comparators.nvidia_peak_fiscal_year_end"].magnitude == fiscal.max()


def test_the_multiple_falls_as_revenue_rises():
    more = WORLD.with_values({"spacex.revenue_2025": Quantity(30e9, "USD_2025/year")})
    assert multiple.offer_multiple(more) < multiple.offer_multiple(WORLD)


def test_the_main_results_can_be_traced():
    traced = program(["multiple.offer_multiple", "multiple.nvidia_ratio_audited"], WORLD, ["offering.price"])
    assert traced.size > 0


def test_the_offer_on_adjusted_earnings_by_hand():
    """1.767 trillion less 60.6 billion of net cash over 6.584 billion."""
    found = multiple.offer_earnings_multiple(Case()).m_as("")
    assert found == pytest.approx((135 * 13.0909 - (100 - 39.364)) / 6.584, rel=1e-5)
