"""Where a question must look is what a reader would point at; where it looks is measured."""

import numpy as np
import pytest

from attention_lib.models import load_rooms, looking_share
from attention_lib.models.looking import SHARED_SEED, evidence
from attention_lib.models.rooms import QUESTIONS, RoomsNetwork, draw_stories


def point_at(facts, question):
    """Return the facts that a reader would point at, from the words alone."""
    moved, taken = {}, {}
    for fact in facts:
        who, verb, *_, what = fact.split()
        if verb == "went":
            moved[who] = fact
        else:
            taken[what] = fact
    words = question.rstrip("?").split()
    if words[:2] == ["Which", "way"]:
        return [moved[words[-3]], moved[words[-1]]]
    if words[0] == "Are":
        return [moved[words[1]], moved[words[3]]]
    if "the" in words:
        return [taken[words[-1]], moved[taken[words[-1]].split()[0]]]
    return [moved[words[-1]]]


def test_the_evidence_is_what_a_reader_points_at():
    stories = draw_stories(1200, rng=3)
    for row, places in enumerate(evidence(stories)):
        absent = 12 - len(stories.facts(row))
        pointed = [stories.facts(row)[place - absent] for place in places if place >= 0]
        assert pointed == point_at(stories.facts(row), stories.question(row))


def test_of_equal_facts_the_last_is_the_evidence():
    stories = draw_stories(600, rng=3)
    for row, places in enumerate(evidence(stories)):
        first = stories.asked[row, 0]
        if QUESTIONS[stories.kind[row]] != "where_object":
            later = stories.person[row, places[0] + 1 :] == first
            assert not (later & (stories.thing[row, places[0] + 1 :] < 6)).any()


def test_one_head_looks_at_one_fact_and_two_heads_at_one_each():
    ((first, second),) = looking_share(load_rooms(1))
    assert max(first, second) > 0.8
    assert min(first, second) < 0.05
    shares = looking_share(load_rooms(2))
    assert sorted(shares.argmax(axis=0)) == [0, 1]
    assert shares.max(axis=0).min() > 0.9
    assert shares.min(axis=0).max() < 0.02


def test_two_layers_let_one_head_look_at_one_fact_after_the_other():
    shares = np.stack([looking_share(load_rooms(1, layers=2), layer=n)[0] for n in (0, 1)])
    assert sorted(shares.argmax(axis=0)) == [0, 1]
    assert shares.max(axis=0).min() > 0.75
    assert shares.min(axis=0).max() < 0.05


def test_a_chain_is_followed_in_the_order_of_its_links():
    """Some head of the first layer finds who took it, some head of the second where they went."""
    first, last = (looking_share(load_rooms(4, layers=2), "where_object", layer=n) for n in (0, 1))
    assert first[:, 0].max() > 0.9 > 0.2 > first[:, 1].max()
    assert last[:, 1].max() > 0.9 > 0.2 > last[:, 0].max()


def test_a_network_without_queries_looks_everywhere_alike():
    network = RoomsNetwork(4, rng=0, dtype=float)
    network.parameters["0.w_query"][:] = 0
    stories = draw_stories(300, rng=SHARED_SEED, questions=("route",))
    alike = (1 / (stories.mask.sum(axis=1) + 1)).mean()
    np.testing.assert_allclose(looking_share(network, number=300), np.full((4, 2), alike))


def test_what_needs_one_fact_has_no_share_on_a_second():
    shares = looking_share(load_rooms(8), "where_person")
    assert np.isnan(shares[:, 1]).all()
    assert shares[:, 0].max() > 0.8
    assert ((shares[:, 0] >= 0) & (shares[:, 0] <= 1)).all()


def test_a_question_that_was_not_learned_is_refused():
    with pytest.raises(ValueError, match="where_person, route; got 'where_object'"):
        looking_share(load_rooms(2), "where_object")
