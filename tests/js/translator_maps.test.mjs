import assert from "node:assert/strict";
import { test } from "node:test";
import { translator_map as map, translator_maps as maps } from "./support/modules.mjs";

const { decoded, isPair, links, mapOf, mapsOf, marksOf, percent, reading, trackRecord, verdict } = maps;

/** @param {Partial<import("../../attention_lib/widgets/js/translator_types.js").Side>} changes */
const aSide = (changes = {}) => ({
  name: "bahdanau", title: "with attention", words: ["zwei", "und", "achtzig"], wrong: [], missing: [],
  gold: [1, null, 0], held_out: { 1: 1, 2: 0.996, 3: 0.002, 4: 0 },
  maps: [{ title: "alignment", heads: ["5k,74s;2rs,50;7ps,"] }], ...changes,
});
const ANSWER = {
  source: ["eighty", "two"], reference: ["zwei", "und", "achtzig"], numbers: 1,
  sides: [aSide({ name: "no-attention", title: "without", maps: [] }), aSide()],
};
const WEIGHTS = [[0.02, 0.922], [0.3592, 0.018], [1, 0]];
const BOTH = [null, WEIGHTS];

test("a map is read as it was written, with its empty stretches", () => {
  assert.deepEqual(decoded("5k,74s;2rs,50;7ps,"), [[0.02, 0.9244], [0.3592, 0.018], [1, 0]]);
  assert.deepEqual(decoded("1*4,2;*5,3"), [[0.0001, 0, 0, 0, 0.0002], [0, 0, 0, 0, 0, 0.0003]]);
  assert.deepEqual(decoded("7ps"), [[1]]);
});

test("the mean of the heads stands first, then every head of every layer", () => {
  const side = aSide({ maps: [
    { title: "layer 2", heads: ["7ps,;,7ps", "2s,5k;3w,"] }, { title: "layer 1", heads: [",7ps;7ps,"] },
  ] });
  assert.deepEqual(mapsOf(side).map(({ title }) => title),
    ["layer 2, mean of 2 heads", "layer 2, head 1", "layer 2, head 2", "layer 1"]);
  assert.deepEqual(mapOf(side), { title: "layer 2, mean of 2 heads", weights: [[0.505, 0.01], [0.007, 0.5]] });
  assert.deepEqual(mapOf(side, "layer 2, head 2"), { title: "layer 2, head 2", weights: [[0.01, 0.02], [0.014, 0]] });
  assert.deepEqual(mapOf(side, "layer 1").weights, [[0, 1], [1, 0]]);
  assert.deepEqual(mapOf(side, "a map of another model"), mapOf(side));
  assert.equal(mapOf(aSide({ maps: [] })), null);
});

test("a German word links to the English words it reads, an English word to its readers", () => {
  assert.deepEqual(links({ at: "right", row: 1 }, BOTH), { source: WEIGHTS[1], sides: [null, null] });
  assert.deepEqual(links({ at: "map", side: 1, row: 2, column: 0 }, BOTH).source, WEIGHTS[2]);
  assert.deepEqual(links({ at: "left", row: 1 }, BOTH).source, null);
  assert.deepEqual(links({ at: "source", column: 1 }, BOTH), { source: null, sides: [null, [0.922, 0.018, 0]] });
});

test("what is linked is said with its weights, the strongest first, small ones left out", () => {
  assert.equal(reading({ at: "right", row: 0 }, ANSWER, BOTH), "zwei reads two 0.92");
  assert.equal(reading({ at: "source", column: 0 }, ANSWER, BOTH), "eighty is read by achtzig 1.00, und 0.36");
  assert.equal(reading({ at: "map", side: 1, row: 0, column: 1 }, ANSWER, BOTH),
    "query zwei, key two: weight 0.92, the word it renders");
  assert.equal(reading({ at: "map", side: 1, row: 0, column: 0 }, ANSWER, BOTH), "query zwei, key eighty: weight 0.02");
});

// Two models with attention: the left one reads the other word, and its second word is another.
const LEFT = [[0.9, 0.1], [0.3, 0.7], [0.2, 0.8]];
const PAIR = { ...ANSWER, sides: [aSide({ words: ["zwei", "plus", "achtzig"] }), aSide()] };

test("two models are compared where both have a map", () => {
  assert.ok(isPair(PAIR));
  assert.ok(!isPair(ANSWER));
  assert.ok(!isPair({ ...ANSWER, sides: [aSide(), aSide({ maps: [] })] }));
});

test("what is pointed at lights up in both maps where both wrote that word", () => {
  const lit = (chosen, answer = PAIR) => [0, 1].map((side) => marksOf(chosen, answer, side));
  const cell = { row: 2, column: 0, cell: [2, 0] };
  for (const side of [0, 1]) assert.deepEqual(lit({ at: "map", side, row: 2, column: 0 }), [cell, cell]);
  for (const at of ["left", "right"]) assert.deepEqual(lit({ at, row: 2 }), [{ row: 2 }, { row: 2 }]);
  assert.deepEqual(lit({ at: "left", row: 1 }), [{ row: 1 }, {}]);
  assert.deepEqual(lit({ at: "map", side: 1, row: 1, column: 0 }), [{ column: 0 }, { row: 1, column: 0, cell: [1, 0] }]);
  assert.deepEqual(lit({ at: "source", column: 1 }), [{ column: 1 }, { column: 1 }]);
  assert.deepEqual(lit(null), [{}, {}]);
});

test("with one map a word of the other model lights up nothing in it", () => {
  assert.deepEqual(marksOf({ at: "left", row: 0 }, ANSWER, 1), {});
  assert.deepEqual(marksOf({ at: "right", row: 0 }, ANSWER, 1), { row: 0 });
});

test("of two maps each is read in its own line", () => {
  const read = (chosen, maps = [LEFT, WEIGHTS]) => reading(chosen, PAIR, maps).split("\n");
  for (const at of ["left", "right"]) {
    assert.deepEqual(read({ at, row: 0 }), ["left: zwei reads eighty 0.90, two 0.10", "right: zwei reads two 0.92"]);
  }
  assert.deepEqual(read({ at: "map", side: 0, row: 0, column: 1 }), [
    "left: query zwei, key two: weight 0.10, the word it renders",
    "right: query zwei, key two: weight 0.92, the word it renders",
  ]);
  assert.deepEqual(read({ at: "source", column: 1 }), [
    "left: two is read by achtzig 0.80, plus 0.70, zwei 0.10", "right: two is read by zwei 0.92",
  ]);
  assert.deepEqual(read({ at: "right", row: 1 }), ["left: another word here, plus", "right: und reads eighty 0.36"]);
  assert.deepEqual(read({ at: "right", row: 2 }, [LEFT.slice(0, 2), WEIGHTS.slice(0, 2)]),
    ["left: Not written yet.", "right: Not written yet."]);
  const shorter = { ...PAIR, sides: [aSide({ words: ["zwei"] }), aSide()] };
  assert.equal(reading({ at: "right", row: 2 }, shorter, [LEFT.slice(0, 1), WEIGHTS]),
    "left: no word here\nright: achtzig reads eighty 1.00");
});

test("a model without attention says why no word lights up", () => {
  assert.match(reading({ at: "left", row: 0 }, ANSWER, BOTH), /^zwei comes from one vector/);
  assert.match(reading({ at: "source", column: 0 }, ANSWER, [null, null]), /no word looks back/);
});

test("a word that is not written yet reads nothing and is not named as a reader", () => {
  const written = [null, WEIGHTS.slice(0, 2)];
  assert.equal(reading({ at: "map", side: 1, row: 2, column: 0 }, ANSWER, written), "Not written yet.");
  assert.equal(reading({ at: "source", column: 0 }, ANSWER, written), "eighty is read by und 0.36");
});

test("equal words are told apart by their places", () => {
  const answer = { ...ANSWER, source: ["two", "two"] };
  assert.equal(reading({ at: "right", row: 0 }, answer, BOTH), "zwei reads two (2) 0.92");
});

test("the verdict counts what is wrong and what is missing", () => {
  assert.deepEqual(verdict(aSide(), ["zwei"]), { right: true, text: "right" });
  assert.deepEqual(verdict(aSide({ wrong: [1] }), ["zwei"]), { right: false, text: "1 word wrong" });
  assert.deepEqual(verdict(aSide({ wrong: [0, 2], missing: [[1, "mal"]] }), ["zwei"]),
    { right: false, text: "2 words wrong, 1 missing" });
  assert.equal(verdict(aSide(), null).right, null);
  for (const reference of [["zwei"], null]) {
    assert.deepEqual(verdict(aSide({ wrong: [1], ended: false }), reference), { right: false, text: "cut off, it never stopped" });
  }
});

test("how often a model is right is said for phrases as long as this one", () => {
  assert.equal(trackRecord(aSide(), 1), "with 1 number: 100 % of unseen phrases right");
  assert.equal(trackRecord(aSide(), 2), "with 2 numbers: >99 % of unseen phrases right");
  assert.equal(trackRecord(aSide(), 9), "");
  assert.equal(trackRecord(aSide(), null), "");
  assert.deepEqual([0.002, 0, 0.304, 1].map(percent), ["<1 %", "0 %", "30 %", "100 %"]);
});

const painter = (...how) => map.painter(ANSWER.source, aSide(), ...how);

test("rows appear as they are written, and the words that are not yet there have no weights", () => {
  const { key, look } = painter(WEIGHTS, 2, false);
  assert.equal(look(1, 0).text, "0.36");
  assert.equal(look(1, 0).label, "query und, key eighty, weight 0.36");
  assert.match(look(1, 0).background, /^rgb/);
  assert.deepEqual(look(2, 0), { text: "", label: "row 3, not written yet", background: "", colour: "" });
  assert.notEqual(key(2, 0), painter(WEIGHTS, 3, false).key(2, 0));
});

test("a weight too small to print leaves its cell empty but not its name", () => {
  const { look } = painter([[0.0049, 0.9951]], 1, false);
  assert.equal(look(0, 0).text, "");
  assert.equal(look(0, 0).label, "query zwei, key eighty, weight <.01");
});

test("the true word is named in its cell where it is marked, and only there", () => {
  const labels = (gold) => [0, 1].map((j) => painter(WEIGHTS, 3, gold).look(0, j).label);
  assert.match(labels(true)[1], /the word it renders$/);
  assert.doesNotMatch(labels(true)[0] + labels(false).join(), /renders/);
});

test("in a wide map a weight is written without its zero", () => {
  const source = Array.from({ length: 12 }, (_, i) => `w${i}`);
  const { look } = map.painter(source, aSide(), [[0.5, 0.999, ...Array(10).fill(0)]], 1, false);
  assert.deepEqual([0, 1].map((j) => look(0, j).text), [".50", "1.00"]);
});
