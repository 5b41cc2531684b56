import assert from "node:assert/strict";
import { test } from "node:test";
import { choices, frames, shown } from "./support/explorable.mjs";

const { cellName, frameOf, layerColour, longestTexts, ownerColour, painter, samePair, stateNumber } = frames;

const CONTROLS = [
  { name: "tilt", label: "Tilt", kind: "radio", values: ["left", "right"], texts: ["left", "right"] },
  { name: "steps", label: "Steps", kind: "range", values: [0, 2, 4], texts: ["0", "2", "4"] },
  { name: "hide", label: "hide", kind: "switch", values: [false, true], texts: ["no", "yes"] },
];
const TEXTS = ["", "W", "Left.", "Right, and much longer.", "Careful.", "n", "1"];

/** Twelve states, three frames: left, right, right with a warning. */
function aSpec() {
  return {
    label: "Small", controls: CONTROLS, texts: TEXTS,
    labels: [["a", "b"], ["x", "y", "z"], [], ["Σ 1", "Σ 2"]],
    panels: [{ kind: "weights", axes: "query ↓ / key →", end: "Σ", row: null }],
    matrices: [
      [[100000, 0, -1], [44444, 44500, 11056]],
      [[-1, 499, 500], [0, 100000, 0]],
    ],
    frames: [
      [[[1, 0, 1, 0, 3, 0]], [2], [], 0, [[5, 6]]],
      [[[1, 0, 1, 1, 2, 0]], [3, 2], [3], 0, []],
      [[[1, 0, 1, 1, 2, 0]], [2], [], 4, []],
    ],
    order: [0, 0, 0, 0, 0, 0, 1, 2, 1, 2, 1, 2],
  };
}

function layerPanel(layers) {
  const spec = {
    ...aSpec(), controls: [], order: [0],
    labels: [["0", "1"], ["0", "1", "2"], []],
    panels: [{ kind: "layers", axes: "", end: "", row: 1 }],
    matrices: [["120", "213"]],
    frames: [[[[1, 0, 1, 0, 2, layers]], [], [], 0, []]],
  };
  return frameOf(spec, {}).panels[0];
}

test("states are numbered with the last control changing fastest, as Python numbers them", () => {
  const numbers = choices(CONTROLS).map((choice) => stateNumber({ controls: CONTROLS }, choice));
  assert.deepEqual(numbers, [...Array(12).keys()]);
  assert.deepEqual(choices(CONTROLS)[7], { tilt: "right", steps: 0, hide: true });
});

test("a choice shows its own frame and no other", () => {
  const spec = aSpec();
  const right = frameOf(spec, { tilt: "right", steps: 2, hide: false });
  assert.equal(right.sentence, "Right, and much longer. Left.");
  assert.equal(right.note, "Right, and much longer.");
  assert.equal(right.warning, "");
  assert.equal(frameOf(spec, { tilt: "right", steps: 4, hide: true }).warning, "Careful.");
  assert.deepEqual(frameOf(spec, { tilt: "left", steps: 4, hide: true }).lines, [["n", "1"]]);
});

test("weights are unpacked to numbers from 0 to 1, and masked ones stay apart from zeros", () => {
  const panel = frameOf(aSpec(), { tilt: "left", steps: 0, hide: false }).panels[0];
  assert.deepEqual(panel.matrix, [[1, 0, 0], [0.44444, 0.445, 0.11056]]);
  assert.deepEqual(panel.seen, [[true, true, false], [true, true, true]]);
  assert.deepEqual([panel.rows, panel.columns, panel.ends], [["a", "b"], ["x", "y", "z"], ["Σ 1", "Σ 2"]]);
});

test("a weight is written with two decimals, a tiny one as <.01, a masked one as plain 0", () => {
  const left = shown(aSpec(), { tilt: "left", steps: 0, hide: false }).panels[0];
  assert.deepEqual(left.texts, [["1.00", "<.01", "0"], ["0.44", "0.45", "0.11"]]);
  const right = shown(aSpec(), { tilt: "right", steps: 0, hide: false }).panels[0];
  assert.deepEqual(right.texts, [["0", "<.01", "0.01"], ["<.01", "1.00", "<.01"]]);
});

test("a cell's name says query, key and weight, or that it is masked", () => {
  const { labels, masked } = shown(aSpec(), { tilt: "left", steps: 0, hide: false }).panels[0];
  assert.equal(labels[1][0], "query b, key x, weight 0.44");
  assert.equal(labels[0][2], "query a, key z, masked, weight 0");
  assert.deepEqual(masked, [[false, false, true], [false, false, false]]);
});

test("only what is seen in so many layers is shown", () => {
  assert.deepEqual(layerPanel(1).seen, [[true, false, false], [false, true, false]]);
  assert.deepEqual(layerPanel(2).seen, [[true, true, false], [true, true, false]]);
  assert.deepEqual(layerPanel(3).seen, [[true, true, false], [true, true, true]]);
});

test("a layer's cell reads and is called by the layer that first sees it", () => {
  const panel = layerPanel(2);
  const { look } = painter(panel);
  assert.equal(look(1, 0).text, "2");
  assert.equal(cellName(panel, 1, 0), "position 1, input 0, first seen in layer 2");
  assert.deepEqual([look(1, 2).text, look(1, 2).masked], ["", true]);
  assert.equal(cellName(panel, 1, 2), "position 1, input 2, not seen");
});

test("a later layer never has the colour of an earlier one", () => {
  const colours = [1, 2, 3, 4, 5, 6].map((layer) => layerColour(layer).join());
  assert.equal(new Set(colours).size, 6);
});

function ownerPanel() {
  const spec = {
    ...aSpec(), controls: [], order: [0],
    labels: [["W_Q", "W_O"], ["1", "2", "3"], []],
    panels: [{ kind: "owners", axes: "", end: "", row: null, nouns: ["block", "head"] }],
    matrices: [[[1, 1, 12], [2, 12, 12]]],
    frames: [[[[1, 0, 1, 0, 2, 0]], [], [], 0, []]],
  };
  return frameOf(spec, {}).panels[0];
}

test("an owner's cell reads and is called by the owner, and none is hidden", () => {
  const panel = ownerPanel();
  assert.equal(painter(panel).look(0, 2).text, "12");
  assert.equal(cellName(panel, 0, 2), "block 3, W_Q: head 12");
  assert.equal(cellName(panel, 1, 0), "block 1, W_O: head 2");
  assert.deepEqual(panel.seen, [[true, true, true], [true, true, true]]);
});

test("an owner never has the colour of the one before or after it", () => {
  const colours = Array.from({ length: 33 }, (_, i) => ownerColour(i + 1).join());
  colours.slice(1).forEach((colour, i) => assert.notEqual(colour, colours[i]));
});

test("a cell repaints when it is masked, unmasked or changed, and only then", () => {
  const [left, right] = ["left", "right"].map((tilt) =>
    painter(frameOf(aSpec(), { tilt, steps: 0, hide: false }).panels[0]));
  assert.notEqual(left.key(0, 0), right.key(0, 0)); // 1 → masked
  assert.notEqual(left.key(0, 2), right.key(0, 2)); // masked → 0.005
  assert.equal(left.key(0, 2), right.key(0, 0)); // masked both
  assert.equal(right.key(1, 0), right.key(1, 2)); // 0 both, seen
});

test("the same pair of words is found wherever it stands in the other panel", () => {
  const panel = (words) => ({ rows: words, columns: words });
  const from = panel(["the₁", "dog", "bites"]);
  assert.deepEqual(samePair(from, panel(["bites", "the₁", "dog"]), [1, 2]), [2, 0]);
  assert.deepEqual(samePair(from, from, [1, 2]), [1, 2]);
  assert.equal(samePair(from, panel(["bites", "man"]), [1, 2]), null);
});

test("height is reserved for the longest frame without and with a warning", () => {
  const texts = longestTexts(aSpec());
  assert.deepEqual(texts.map(({ sentence, warning }) => [sentence, warning]), [
    ["Right, and much longer. Left.", ""], ["Left.", "Careful."],
  ]);
  const calm = { ...aSpec(), frames: aSpec().frames.slice(0, 2) };
  assert.equal(longestTexts(calm).length, 1);
});
