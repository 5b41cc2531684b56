import assert from "node:assert/strict";
import { test } from "node:test";
import { chart, sets, words } from "./support/pruning.mjs";

const {
  afterPress, ALL_ON, alongOrder, countOff, EVERY_HEAD, headsAt, headsOf, keyOf, Path, pressed, toggled, without,
} = sets;

/** Two tasks; each head alone costs as much as its layer's number, and layer 5 gives one. */
function aSpec() {
  const least = EVERY_HEAD.toReversed();
  const states = { [ALL_ON]: [[50, 0, 0], [40, 0, 0]] };
  for (const number of EVERY_HEAD) {
    const layer = Math.floor(number / 12);
    states[without([number])] = layer === 5 ? [[50, 1, 1], [41, 0, 1]] : [[50 - layer, layer, 0], [40, 4, 4]];
  }
  for (let layer = 0; layer < 6; layer++) states[without(headsAt(layer, null))] = [[30, 21, 1], [20, 20, 0]];
  for (const order of [least, EVERY_HEAD]) {
    for (let off = 6; off <= 72; off += 6) states[alongOrder(order, off)] = [[50 - off / 2, off / 2, 0], [40 - off / 3, off / 3, 0]];
  }
  return {
    tasks: [{ name: "q", title: "q → a", of: 60, things: "answers" }, { name: "t", title: "t → s", of: 100, things: "sentences" }],
    floors: [{ title: "words", right: [8, 0] }], every: 6, states, published: [], command: "pip install it",
    orders: { "least important first": least, "most important first": EVERY_HEAD, "random, seed 0": EVERY_HEAD, "random, seed 1": least },
  };
}

test("a set's name holds every head, the first one in its last digit", () => {
  assert.equal(without([0]), "f".repeat(17) + "e");
  assert.equal(without([71]), "7" + "f".repeat(17));
  const key = without([0, 13, 70]);
  assert.equal(keyOf(headsOf(key)), key);
  assert.deepEqual(EVERY_HEAD.filter((number) => !headsOf(key)[number]), [0, 13, 70]);
  assert.equal(countOff(key), 3);
});

test("a layer is a row of twelve, a head number a column of six", () => {
  assert.deepEqual(headsAt(1, null), [12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23]);
  assert.deepEqual(headsAt(null, 3), [3, 15, 27, 39, 51, 63]);
  assert.deepEqual(headsAt(2, 5), [29]);
  assert.equal(headsAt(null, null).length, 72);
});

test("a press takes off what is on, and brings back what is all off", () => {
  const row = headsAt(1, null);
  const some = toggled(ALL_ON, [12, 14]);
  assert.equal(pressed(some, row), "mixed");
  assert.equal(toggled(some, row), without(row));
  assert.equal(pressed(without(row), row), "false");
  assert.equal(toggled(without(row), row), ALL_ON);
  assert.equal(pressed(ALL_ON, row), "true");
});

test("with the model any set is shown; without it a head that cannot join the others goes alone", () => {
  const spec = aSpec();
  const one = without([20]);
  assert.deepEqual(afterPress(one, [7], spec, true), { key: without([20, 7]), alone: false });
  assert.deepEqual(afterPress(one, [7], spec, false), { key: without([7]), alone: true });
  assert.deepEqual(afterPress(one, [20], spec, false), { key: ALL_ON, alone: false });
  assert.deepEqual(afterPress(one, headsAt(3, null), spec, false), { key: without(headsAt(3, null)), alone: true });
});

test("an order takes its first heads off", () => {
  assert.equal(alongOrder([5, 3, 8, 1], 2), without([3, 5]));
  assert.equal(alongOrder([5, 3, 8, 1], 0), ALL_ON);
});

test("undo goes back one step at a time, a drag is one step, and a new step ends redo", () => {
  const path = new Path("a");
  assert.equal(path.step(-1), null);
  path.go("b");
  path.go("c", true);
  path.go("d", true);
  path.go("d", false);
  assert.equal(path.step(-1), "b");
  assert.equal(path.step(-1), "a");
  assert.equal(path.canUndo, false);
  assert.equal(path.step(1), "b");
  assert.equal(path.step(1), "d");
  assert.equal(path.canRedo, false);
  path.step(-1);
  path.go("e");
  assert.equal(path.canRedo, false);
  assert.equal(path.step(-1), "b");
});

test("what is shown again is no step", () => {
  const path = new Path("a");
  path.go("a");
  assert.equal(path.canUndo, false);
});

test("a head's worth alone counts both tasks, and says which way it goes", () => {
  const spec = aSpec();
  assert.deepEqual([2, 14, 30, 71].map((number) => words.worth(spec, number)), [0, -1, -2, 1]);
  assert.deepEqual([-2, 0, 3].map(words.signed), ["−2", "0", "+3"]);
  assert.equal(words.headName(30, true, -2), "layer 2, head 6, on; without it alone −2 found");
  assert.equal(words.headName(71, false, 1), "layer 5, head 11, off; without it alone +1 found");
  assert.equal(words.headName(2, true, 0), "layer 0, head 2, on; without it alone 0 found");
  assert.equal(words.headName(2, true, null), "layer 0, head 2, on");
});

test("the error of a worth counts every text that changes sides", () => {
  const spec = aSpec();
  const layers = [8, 9, 10, 11, 12, 3].map(Math.sqrt);
  assert.ok(Math.abs(words.worthError(spec) - layers.reduce((sum, x) => sum + x, 0) / 6) < 1e-12);
});

test("numbers are read with their error, which is not 0 where all or none are found", () => {
  assert.equal(words.percent(45, 60), "75 % ± 6");
  assert.equal(words.percent(60, 60), "100 % ± 2");
  assert.equal(words.percent(0, 100), "0 % ± 1");
  assert.equal(words.found(aSpec().tasks[1], [43, 2, 5]), "43 of 100 found (43 % ± 5)");
  assert.equal(words.change([43, 2, 5]), "against all heads: 2 lost, 5 gained");
  assert.equal(words.change([46, 0, 0]), "the same ones as with all heads");
});

test("an announcement says how many heads are on and what is found", () => {
  assert.equal(words.announcement(aSpec(), without([1, 2]), [[44, 1, 0], [39, 1, 0]]),
    "70 of 72 heads on: 44 of 60 answers and 39 of 100 sentences found.");
});

test("who waits is told why: computing, busy, gone, or nobody to ask", () => {
  const say = (kernel, long) => words.waitingFor(kernel, long);
  assert.equal(say({ status: "idle" }, false), "Computing …");
  assert.match(say({ status: "busy" }, true), /busy/);
  assert.match(say({ status: "dead" }, false), /gone/);
  assert.match(say({ status: "idle" }, true), /restarted/);
  assert.match(say(undefined, true), /needs a running kernel/);
  assert.match(words.onlyMeasured(aSpec()), /pip install it/);
});

test("a curve has a point at every measured state of its order, and nowhere else", () => {
  const spec = aSpec();
  const points = chart.curve(spec, spec.orders["least important first"], 0);
  assert.deepEqual(points.map(({ off }) => off), [0, 1, 6, 12, 18, 24, 30, 36, 42, 48, 54, 60, 66, 72]);
  assert.deepEqual(points.at(-1), { off: 72, right: 14 });
});

test("random orders are drawn each, and their mean", () => {
  const spec = aSpec();
  spec.states[alongOrder(EVERY_HEAD, 12)] = [[20, 30, 0], [36, 4, 0]];
  const { drawn, mean } = chart.randomCurves(spec, 0);
  assert.deepEqual(drawn.map((points) => points[2].right), [20, 44]);
  assert.deepEqual(mean[2], { off: 12, right: 32 });
});

test("more heads off lie further right, more texts found higher", () => {
  assert.ok(chart.across(0) < chart.across(6) && chart.across(6) < chart.across(72));
  assert.ok(chart.up(0.2) > chart.up(0.7));
});

test("a chart's name tells its orders and floors, the orders only where they are drawn", () => {
  const spec = aSpec();
  assert.equal(words.chartName(spec, 1, false), "t → s, sentences found of 100; words finds 0");
  assert.match(words.chartName(spec, 0, true), /least important first: 50 with 0 off, 38 with 24 off, .*; words finds 8/);
});
