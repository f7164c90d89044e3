"""Labels weighed as arrays are what they are weighed one by one, by the definition."""

from hypothesis import given
from hypothesis import strategies as st
from pytest import approx

from assistant.reader import Likely

NAMES = ("aid.amounts/general", "aid.amounts/total", "aid.dates/general", "aid.dates", "act.greet", "explanation")
SHARES = st.fixed_dictionaries({name: st.floats(1e-6, 1) for name in NAMES})
WEIGHTS = st.dictionaries(st.sampled_from([*NAMES, "aid.amounts", "unknown", "aid.amounts/unknown"]), st.floats(0.1, 9))


@given(SHARES, WEIGHTS)
def test_leaning_weighs_a_label_by_its_name_and_by_its_topic(
    shares: dict[str, float], weights: dict[str, float]
) -> None:
    weighed = {
        name: share * weights.get(name, 1.0) * weights.get(name.partition("/")[0], 1.0)
        for name, share in shares.items()
    }
    leant = Likely.read(shares).leaning(weights)
    assert leant.shares == approx({name: share / sum(weighed.values()) for name, share in weighed.items()})
    assert leant.share == max(leant.shares.values()) == leant.shares[leant.label]


@given(SHARES)
def test_labels_come_from_the_likeliest_and_by_topic(shares: dict[str, float]) -> None:
    likely = Likely.read(shares)
    assert likely.above() == sorted(NAMES, key=lambda name: (-shares[name], name))
    assert likely.above(0.5) == [name for name in likely.above() if shares[name] >= 0.5]
    assert likely.label == likely.above()[0]
    assert likely.first("aid.dates") == "aid.dates/general"
    assert likely.of("aid.dates") == approx(shares["aid.dates"] + shares["aid.dates/general"])
    assert (likely.of("explanation"), likely.of("unknown")) == (shares["explanation"], 0)
