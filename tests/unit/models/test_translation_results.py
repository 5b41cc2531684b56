"""The results file says what the shipped weights do, and hides no seed."""

import numpy as np
import pytest

from attention_lib.models import TRANSLATORS, arithmetic, load_translator, translation_results

RESULTS = translation_results()
ROWS = RESULTS["rows"]
SEEDS = {"no-attention": 3, "bahdanau": 8, "transformer-1": 3, "transformer-2": 3}
SEEDS |= {"transformer-4": 3, "no-attention-4x": 1, "no-attention-4x-longer": 1}
SEEDS |= {f"transformer-{heads}-one-layer": 8 for heads in (1, 2, 4)}


def rows(model):
    return [row for row in ROWS if row["model"] == model]


def shipped(name):
    (row,) = (row for row in ROWS if row["shipped_as"] == name)
    return row


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['model']}-{row['seed']}")
def test_a_row_is_complete(row):
    assert set(row) == {
        *("model", "seed", "parameters", "exact_match", "alignment_accuracy", "beside"),
        *(
            "exact_match_of_training_data",
            "last_loss",
            "cpu_seconds",
            "versions",
            "shipped",
            "shipped_as",
        ),
    }
    assert list(row["exact_match"]) == list("123456")
    assert all(0 <= share <= 1 for share in row["exact_match"].values())
    assert row["cpu_seconds"] > 5
    assert row["shipped"] == (row["shipped_as"] is not None)
    if row["model"].startswith("no-attention"):
        assert row["alignment_accuracy"] is row["beside"] is None
    else:
        assert 0 < row["alignment_accuracy"] + row["beside"] <= 1


def test_every_seed_of_every_model_is_there_once():
    found = {model: sorted(row["seed"] for row in rows(model)) for model in SEEDS}
    assert found == {model: list(range(count)) for model, count in SEEDS.items()}
    assert len(ROWS) == sum(SEEDS.values())
    assert RESULTS["made_by"] == "python -m training.translation.all"


def test_every_translator_is_one_of_the_rows():
    assert sorted(row["shipped_as"] for row in ROWS if row["shipped"]) == sorted(TRANSLATORS)
    for name in TRANSLATORS:
        assert shipped(name)["parameters"] == load_translator(name).num_parameters


@pytest.mark.parametrize("name", TRANSLATORS)
def test_the_shipped_weights_do_what_their_row_says(name):
    """Measured again in NumPy, on the same 300 held-out expressions of each length."""
    row, translator = shipped(name), load_translator(name)
    pointing = []
    for k in (1, 2, 3, 4, 5, 6):
        expressions = arithmetic.held_out(k, RESULTS["held_out_per_length"])
        found = translator.translate_many([arithmetic.english(e) for e in expressions])
        right = [t.text == arithmetic.german(e) for t, e in zip(found, expressions, strict=True)]
        # One of 300 may fall otherwise where two words are nearly a tie.
        assert np.mean(right) == pytest.approx(row["exact_match"][str(k)], abs=1.1 / 300)
        if k <= RESULTS["trained_up_to"] and name != "no-attention":
            pointing += [
                looked == place
                for t, e, is_right in zip(found, expressions, right, strict=True)
                if is_right
                for looked, place in zip(
                    t.weights.argmax(axis=-1), arithmetic.alignment(e), strict=True
                )
                if place is not None
            ]
    if pointing:
        assert np.mean(pointing) == pytest.approx(row["alignment_accuracy"], abs=0.003)


def test_attention_makes_the_difference_in_every_seed():
    with_attention = [row["exact_match"]["4"] for row in rows("bahdanau")]
    without = [row["exact_match"]["4"] for row in rows("no-attention") + rows("no-attention-4x")]
    assert min(with_attention) > 0.9
    assert max(without) < 0.3


def test_one_number_is_easy_and_six_are_beyond_all():
    for row in ROWS:
        assert row["exact_match"]["1"] > 0.9
        assert row["exact_match"]["6"] < 0.3


def test_in_one_layer_one_head_translates_a_little_worse_and_does_not_fail():
    """Depth does not replace the heads here, as it does for two facts at one position."""
    one, two, four = ([r["exact_match"]["4"] for r in rows(f"transformer-{heads}-one-layer")]
                      for heads in (1, 2, 4))  # fmt: skip
    assert min(one) > 0.8
    assert all(a < b for a, b in zip(one, two, strict=True))  # from the same seed
    assert all(a < b for a, b in zip(one, four, strict=True))
    assert 0.02 < np.mean(two + four) - np.mean(one) < 0.06
    assert np.mean(two) == pytest.approx(np.mean(four), abs=0.01)


def test_one_layer_has_fewer_parameters_whatever_its_heads_and_is_not_shipped():
    shallow, deep = (
        [row for heads in (1, 2, 4) for row in rows(f"transformer-{heads}{ending}")]
        for ending in ("-one-layer", "")
    )
    (few,), (many,) = ({row["parameters"] for row in part} for part in (shallow, deep))
    assert few < 0.6 * many
    assert not any(row["shipped"] for row in shallow)


def test_every_model_has_a_title_of_its_own():
    assert set(RESULTS["titles"]) == {*SEEDS, *TRANSLATORS}
    titles = [RESULTS["titles"][model] for model in SEEDS]
    assert len(set(titles)) == len(SEEDS)


def test_the_translator_that_points_beside_still_translates():
    row = shipped("bahdanau-beside")
    assert row["model"] == "bahdanau"
    assert row["beside"] > 0.1
    assert min(row["exact_match"][k] for k in "1234") > 0.98
    assert row["alignment_accuracy"] < shipped("bahdanau")["alignment_accuracy"] - 0.1


def test_more_parameters_and_steps_fit_the_training_data_and_still_fail_on_unseen_phrases():
    (row,) = rows("no-attention-4x-longer")
    assert row["exact_match_of_training_data"] > 0.99
    assert row["exact_match"]["4"] < 0.3
    assert all(r["exact_match_of_training_data"] < 0.05 for r in rows("no-attention"))
    assert all(r["exact_match_of_training_data"] > 0.98 for r in rows("bahdanau"))


def test_what_fits_the_training_data_is_found_again_in_numpy():
    longest = [e for e in arithmetic.training() if len(e.numbers) == 4][:60]
    found = load_translator("bahdanau").translate_many([arithmetic.english(e) for e in longest])
    right = [t.text == arithmetic.german(e) for t, e in zip(found, longest, strict=True)]
    assert np.mean(right) == pytest.approx(shipped("bahdanau")["exact_match_of_training_data"])
