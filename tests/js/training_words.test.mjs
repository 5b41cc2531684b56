import assert from "node:assert/strict";
import { test } from "node:test";
import { training_words as words } from "./support/modules.mjs";

const spec = {
  title: "t", explanation: "", questions: [["previous", "previous right"], ["first", "first right"]],
  heads: [1, 2, 8], order: [8, 1, 2], width: 32, parameters: 10544, steps: [100, 200], length: 200,
  when: "after 200 steps", planned: 1200, most_loss: 5, large_from: 0, most_seed: 99,
  points: {
    1: { previous: { ends: [0.25, 1, 0.97], starts: 3, curves: [[0]] }, first: { ends: [0.5, 0.5, 0.5], starts: 3, curves: [[0]] } },
    8: { previous: { ends: [], starts: 3, curves: [[0]] }, first: { ends: [], starts: 3, curves: [[0]] } },
  },
};
const net = (step, previous, finished = false) =>
  ({ step, finished, accuracy: { previous, first: 0.3 }, curve: [{ step, loss: 1.256, accuracy: { previous, first: 0.3 } }] });
const run = (state, nets = {}, seed = 7) => ({ seed, state, nets, error: "no memory" });
const alone = { shipped: false, published: {} };

test("only none and all are called so, as in Python", () => {
  const told = [0, 0.0004, 0.165, 0.9994, 0.99951, 1].map(words.percent);
  assert.deepEqual(told, ["0 %", "<0.1 %", "16.5 %", "99.9 %", ">99.9 %", "100 %"]);
});

test("thousands are set apart", () => {
  assert.deepEqual([7, 999, 1000, 10544, 1234567].map(words.grouped), ["7", "999", "1,000", "10,544", "1,234,567"]);
});

test("the network that learns is the first in the order of training that is not finished", () => {
  assert.equal(words.learning(spec, run("training")), 8);
  assert.equal(words.learning(spec, run("training", { 8: net(1200, 0.9, true) })), 1);
  assert.equal(words.learning(spec, run("training", { 8: net(1200, 0.9, true), 1: net(10, 0.9) })), 1);
  for (const state of ["ready", "done", "stopped", "failed"]) assert.equal(words.learning(spec, run(state)), null);
});

test("progress counts all steps of all networks", () => {
  assert.equal(words.progress(spec, run("training", { 8: net(1200, 0.9, true), 1: net(600, 0.9) })), 0.5);
});

test("every state says what can be done, or what was done", () => {
  assert.match(words.status(spec, run("ready")), /^Press Train: 3 networks, one after the other, 1,200 steps each\.$/);
  assert.equal(words.status(spec, run("training", { 8: net(1010, 0.5) })),
    "Seed 7, 8 heads, step 1,010 of 1,200: loss 1.26, previous right 50.0 %, first right 30.0 %");
  assert.equal(words.status(spec, run("training", { 8: net(1200, 0.5, true) })), "Seed 7, 1 head, step 0 of 1,200");
  assert.equal(words.status(spec, run("stopped", { 8: net(1200, 0.5, true), 1: net(40, 0.5) })),
    "Stopped at 1 head, step 40 of 1,200. What was learned is kept.");
  assert.equal(words.status(spec, run("stopped", { 8: net(1200, 0.5, true) })), "Stopped. What was learned is kept.");
  assert.equal(words.status(spec, run("done")), "Done: 3 networks, 1,200 steps each, from seed 7.");
  assert.equal(words.status(spec, run("failed")), "The training failed: no memory");
});

test("heard are the end of a network and of a run, not every step", () => {
  const before = run("training", { 8: net(100, 0.5) });
  assert.equal(words.announcement(spec, before, run("training", { 8: net(200, 0.6) })), "");
  assert.equal(words.announcement(spec, before, run("training", { 8: net(1200, 0.6, true), 1: net(10, 0.1) })),
    "8 heads: previous right 60.0 %, first right 30.0 %.");
  assert.match(words.announcement(spec, before, run("stopped", { 8: net(200, 0.6) })), /^Stopped at 8 heads, step 200/);
  assert.equal(words.announcement(spec, run("done"), run("training", {}, 8)), "Training from seed 8.");
});

test("a column tells the learner's own first, then the shipped starts", () => {
  const own = run("stopped", { 1: net(1050, 0.25) });
  assert.equal(words.reading(spec, 1, own, [], { shipped: true, published: {} }),
    "1 head with d_k 32. Yours: seed 7, previous right 25.0 %, first right 30.0 % (at step 1,050). "
    + "3 shipped starts: mean 74.0 %, from 25.0 % to 100 %; 2 of 3 reach 95 % (previous right). "
    + "3 shipped starts: mean 50.0 %; 0 of 3 reach 95 % (first right).");
  assert.equal(words.reading(spec, 1, own, [], alone).includes("shipped"), false);
});

test("starts that were not measured at this step, and heads that none has, are left out", () => {
  for (const heads of [8, 2]) {
    const text = words.reading(spec, heads, run("ready"), [], { shipped: true, published: {} });
    assert.equal(text.trim(), `${heads} heads with d_k ${32 / heads}.`);
  }
});

test("of many earlier runs the last two are told", () => {
  const earlier = [3, 4, 5].map((seed) => ({ seed, nets: { 2: net(1200, 0.5, true) } }));
  const text = words.facts(spec, 2, run("ready"), earlier, alone);
  assert.match(text, /^Earlier: seed 4, .*; seed 5, .*; more in the table\.$/);
  assert.equal(text.includes("seed 3"), false);
  assert.equal(words.facts(spec, 1, run("ready"), earlier, alone), "");
});

test("a published value is told with its source", () => {
  const published = { title: "Vaswani, Table 3", unit: "BLEU", note: "", values: { 8: 25.8, 1: 24 } };
  const told = (heads) => words.facts(spec, heads, run("ready"), [], { shipped: false, published });
  assert.equal(told(1), "Vaswani, Table 3: 24.0 BLEU.");
  assert.equal(told(2), "");
});

test("the shipped starts are called by their number, where it is one", () => {
  assert.equal(words.shippedName(spec), "3 shipped starts");
  assert.equal(words.shippedName({ ...spec, points: {} }), "");
  const uneven = { ...spec.points, 2: { first: { starts: 1, ends: [1], curves: [[1]] } } };
  assert.equal(words.shippedName({ ...spec, points: uneven }), "shipped starts");
});

test("the figure is told whole, and hides what is not to be seen", () => {
  const own = run("done", { 8: net(1200, 0.5, true) });
  const text = words.figureText(spec, own, true);
  assert.match(text, /1 head: shipped mean 74\.0 %; 2 heads: not trained yet; 8 heads: yours previous right 50\.0 %/);
  assert.equal(words.figureText(spec, own, false).includes("shipped"), false);
});
