import assert from "node:assert/strict";
import { test } from "node:test";
import { heads_maps as maps } from "./support/modules.mjs";

const { Maps, firstPlace, headLabel, headName, isHere, mean, measured, patternNews, patternsOf } = maps;
const { ranked, reading, unpacked, valueText, weightText } = maps;

const bytes = (...list) => new DataView(Uint8Array.from(list).buffer);
const words16 = (list) => new DataView(Uint16Array.from(list).buffer);

/** 72 values, 0.01 but where told. */
const values = (told, rest = 0.01) => Array.from({ length: 72 }, (_, at) => told[at] ?? rest);
const pattern = (extra) => ({
  name: "first", title: "first mention", explanation: "", others: [],
  here: values({ 33: 0.6, 4: 0.25 }), all: values({ 13: 0.5 }), cells: [], ...extra,
});

/** The maps of three words: head 14's are told, all others 0. */
function threeWords() {
  const told = [7, 90, 3, 50, 0, 50, 4, 5, 91];
  // 14 heads of 9 zeros, this one, and the 57 that follow.
  const packed = [...Array(5).fill(255), 246, ...told, ...Array(21).fill(255), 247, 0];
  return new Maps(bytes(...packed), ["[CLS]", "dog", "dog"]);
}

test("bytes are one weight, two small ones, or a run of zeros", () => {
  assert.deepEqual([...unpacked(bytes(100, 0, 101 + 12 * 3 + 11, 245, 99), 9)], [100, 0, 3, 11, 0, 0, 0, 0, 99]);
});

test("a zero too many at the end is left out", () => {
  assert.deepEqual([...unpacked(bytes(12, 101 + 12 * 5), 2)], [12, 5]);
});

test("each head has its own cells, row by row", () => {
  const three = threeWords();
  assert.deepEqual([...three.head(14)], [7, 90, 3, 50, 0, 50, 4, 5, 91]);
  assert.deepEqual(three.row(14, 1), [50, 0, 50]);
  assert.equal(three.head(13).some(Boolean) || three.head(15).some(Boolean), false);
  assert.equal(three.head(71).length, 9);
});

test("weights are written as everywhere", () => {
  assert.deepEqual([0, 1, 10, 100].map(weightText), ["<.01", "0.01", "0.10", "1.00"]);
  assert.deepEqual([NaN, 0.0049, 0.005, 0.996, 1].map(valueText), ["–", "<.01", "0.01", "1.00", "1.00"]);
});

test("patterns have their values here and everywhere, or none here", () => {
  const list = [...Array(72).keys()];
  const found = words16([0, ...list.map((i) => i + 1), ...list.map((i) => 100 * i + 1), ...list.map(() => 5001)]);
  const named = [["verb", "verb → object", "A verb.", [[13, 9, 7]]], ["cls", "[CLS]", "Each word.", []]];
  const [verb, cls] = patternsOf(found, named, [[], [4, 7]]);
  assert.equal(isHere(verb), false);
  assert.equal(verb.all[71], 0.00715); // the middle of what was cut off
  assert.equal(measured(verb), verb.all);
  assert.deepEqual(verb.others, [[13, 9, 7]]);
  assert.equal(cls.here[70], 0.70005);
  assert.equal(measured(cls), cls.here);
  assert.deepEqual([cls.title, cls.cells, valueText(cls.all[0])], ["[CLS]", [4, 7], "0.50"]);
});

test("heads are ranked from the best, and of equal ones the first comes first", () => {
  assert.deepEqual(ranked(values({ 33: 0.6, 4: 0.25, 70: 0.25 }), 4), [33, 4, 70, 0]);
  assert.deepEqual(ranked(values({}, NaN)), []);
  assert.equal(headName(33), "L2H9");
});

test("the mean is that of all heads", () => {
  assert.equal(mean([0.2, NaN, 0.6]), 0.4);
  assert.ok(Number.isNaN(mean([NaN, NaN])));
});

test("a row is read in words, the strongest first; a cell with its weight", () => {
  const three = threeWords();
  assert.equal(reading(three, 14, { row: 0, column: null }), "L1H2: [CLS] looks at dog (2) 0.90, [CLS] 0.07");
  assert.equal(reading(three, 14, { row: 1, column: null }), "L1H2: dog (2) looks at [CLS] 0.50, dog (3) 0.50");
  assert.equal(reading(three, 14, { row: 1, column: 1 }), "L1H2: query dog (2), key dog (2), weight <.01");
  assert.equal(reading(three, 0, { row: 2, column: null }), "L0H0: dog (3) looks at no word by 0.05 or more");
});

test("the first row to look at is the pattern's, else the last word's and no full stop's", () => {
  const sentence = { words: ["[CLS]", "it", "ran", ".", "[SEP]"], size: 5 };
  assert.deepEqual(firstPlace(sentence, null), { row: 2, column: null });
  assert.deepEqual(firstPlace(sentence, pattern({ cells: [13, 21] })), { row: 2, column: 3 });
  assert.deepEqual(firstPlace({ words: ["[CLS]", "?", "[SEP]"], size: 3 }, null), { row: 0, column: null });
});

test("news of a pattern name its best head, the mean, and where it was measured", () => {
  assert.equal(patternNews(pattern({})), "first mention: best L2H9 0.60, mean of all heads 0.02");
  assert.equal(patternNews(pattern({ here: values({}, NaN) })),
    "first mention: best L1H1 0.50, mean of all heads 0.02, over all shipped sentences: this one has no such words");
});

test("a head's name has its value for the pattern", () => {
  assert.equal(headLabel(33, null), "layer 2, head 9");
  assert.equal(headLabel(33, pattern({})), "layer 2, head 9, first mention: 0.60");
});
