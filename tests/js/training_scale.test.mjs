import assert from "node:assert/strict";
import { test } from "node:test";
import { training_scale as scale } from "./support/modules.mjs";

const near = (a, b) => assert.ok(Math.abs(a - b) < 1e-9, `${a} and ${b}`);

test("columns are what is trained here and what is published beside it, in order", () => {
  const spec = { heads: [2, 8] };
  assert.deepEqual(scale.columns(spec, {}), [2, 8]);
  assert.deepEqual(scale.columns(spec, { values: { 1: 24.9, 8: 25.8, 16: 25.8 } }), [1, 2, 8, 16]);
});

test("the axis of shares joins where it changes its scale, and gives the last tenth most room", () => {
  near(scale.rise(0, 0.9), 0);
  near(scale.rise(1, 0.9), 1);
  near(scale.rise(0.9 - 1e-12, 0.9), scale.rise(0.9, 0.9));
  assert.ok(1 - scale.rise(0.9, 0.9) > 0.5);
  near(scale.rise(0.45, 0.9), scale.rise(0.9, 0.9) / 2);
  for (const share of [0, 0.3, 0.97]) assert.equal(scale.rise(share, 0), share);
});

for (const beside of [false, true]) {
  test(`strips stand below each other inside the picture ${beside ? "with" : "without"} a published one`, () => {
    const at = scale.places(900, 12, [1, 2, 4], { lanes: 1, beside });
    const { curve, loss, ends, beside: below } = at.strips;
    const order = beside ? [curve, loss, ends, below] : [curve, loss, ends];
    order.reduce((last, strip) => { assert.ok(strip.top >= last.top + last.height); return strip; });
    const last = order.at(-1);
    assert.ok(last.top + last.height < at.height);
    assert.ok(at.width <= 900);
  });
}

test("columns share the width, and do not grow without end", () => {
  const width = (all, lanes) => scale.places(all, 12, [1, 2], { lanes, beside: false }).column;
  assert.ok(width(300, 1) < width(500, 1));
  assert.equal(width(3000, 1), width(5000, 1));
  assert.equal(width(5000, 2), 2 * width(5000, 1));
});

test("the lanes of a column stand left and right of its middle", () => {
  const at = scale.places(900, 12, [1, 4], { lanes: 2, beside: false });
  const [left, right] = [0, 1].map((lane) => scale.middle(at, 4, lane, 2));
  near((left + right) / 2, scale.middle(at, 4));
  assert.ok(at.left + at.column < left && left < right && right < at.left + 2 * at.column);
});

test("up is up", () => {
  const strip = { top: 10, height: 40 };
  assert.deepEqual([0, 0.25, 1].map((part) => scale.up(strip, part)), [50, 40, 10]);
});

test("marks beside each other spread from edge to edge; a lone one stands in the middle", () => {
  assert.deepEqual([0, 1, 2].map((i) => scale.spread(i, 3)), [-0.5, 0, 0.5]);
  assert.equal(scale.spread(0, 1), 0);
});

test("a band runs along one edge and back along the other", () => {
  assert.equal(scale.band([[0, 5], [10, 6]], [[0, 1], [10, 2]]), "M0.0 5.0L10.0 6.0L10.0 2.0L0.0 1.0Z");
  assert.equal(scale.band([], []), "");
});

test("half numbers enclose the published values, with room below for their labels", () => {
  assert.deepEqual(scale.halves([24.9, 25.5, 25.8]), [24.5, 25, 25.5, 26]);
  const ticks = scale.halves([27.3, 38.1]);
  assert.ok(ticks[0] <= 27 && ticks.at(-1) >= 38.1);
});
