import assert from "node:assert/strict";
import { test } from "node:test";
import { colour } from "./support/modules.mjs";

const { css, gradient, roundLimit, signedColour, textColour, weightColour } = colour;
const places = Array.from({ length: 2001 }, (_, i) => i / 2000);

function luminance(rgb) {
  const [r, g, b] = rgb.map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(rgb, text) {
  const [light, dark] = [luminance(rgb), text === "#fff" ? 1 : 0].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

test("the text on every cell has a contrast of at least 4.5", () => {
  for (const at of places) {
    for (const rgb of [weightColour(at), signedColour(2 * at - 1, 1)]) {
      assert.ok(contrast(rgb, textColour(rgb)) >= 4.5, `${css(rgb)} with ${textColour(rgb)}`);
    }
  }
});

test("a larger weight is never darker", () => {
  for (const at of places.slice(1)) {
    assert.ok(luminance(weightColour(at)) >= luminance(weightColour(at - 1 / 2000)) - 2e-3, String(at));
  }
  assert.ok(luminance(weightColour(1)) > 5 * luminance(weightColour(0)));
});

test("signed colours: 0 is nearly white, negative is red, positive is blue, alike in strength", () => {
  const [r, g, b] = signedColour(0, 5);
  assert.ok(Math.min(r, g, b) > 240);
  const [red, , blue] = signedColour(-4, 5);
  assert.ok(red > blue + 80);
  const [red2, , blue2] = signedColour(4, 5);
  assert.ok(blue2 > red2 + 80);
  for (const x of [1, 2, 3, 4, 5]) {
    assert.ok(Math.abs(luminance(signedColour(x, 5)) - luminance(signedColour(-x, 5))) < 0.12, String(x));
  }
});

test("the same part of the limit has the same colour", () => {
  for (const part of [-1, -0.4, 0.25, 0.9]) assert.deepEqual(signedColour(part * 50, 50), signedColour(part, 1));
});

test("values beyond the scale take the colour of its end", () => {
  assert.deepEqual(signedColour(11, 10), signedColour(10, 10));
  assert.deepEqual(signedColour(-11, 10), signedColour(-10, 10));
  assert.deepEqual(weightColour(1.0000001), weightColour(1));
});

test("a colour is written in a form that CSS reads", () => {
  for (const at of places) assert.match(css(weightColour(at)), /^rgb\(\d{1,3} \d{1,3} \d{1,3}\)$/);
});

test("the legend's bar runs from the colour of the lower limit to that of the upper", () => {
  const hex = (rgb) => `#${rgb.map((c) => c.toString(16).padStart(2, "0")).join("")}`;
  for (const [kind, low, high] of [["weights", weightColour(0), weightColour(1)],
    ["signed", signedColour(-20, 20), signedColour(20, 20)]]) {
    const stops = gradient(kind).match(/#[0-9a-f]{6}/g);
    assert.deepEqual([stops[0], stops.at(-1), stops.length], [hex(low), hex(high), 33]);
  }
});

test("a limit is the smallest of 1, 2, 5, 10, … that holds every value", () => {
  const limits = [[0, 1], [0.3, 1], [1, 1], [1.01, 2], [-2.5, 5], [5.1, 10], [10, 10], [11, 20], [-21, 50], [51, 100], [799, 1000], [8000, 10000]];
  for (const [largest, limit] of limits) assert.equal(roundLimit([[[0.1, largest], [0, 0]]]), limit, String(largest));
  assert.equal(roundLimit([[[1]], [[-7, 2]]]), 10);
});

test("a larger value never has a smaller limit", () => {
  let before = 0;
  for (let x = 0; x < 1000; x += 0.7) {
    const limit = roundLimit([[[x]]]);
    assert.ok(limit >= x && limit >= before);
    before = limit;
  }
});

test("a limit is kept while the values fit, so that an edit does not recolour every cell", () => {
  assert.equal(roundLimit([[[0.5]]], 5), 5);
  assert.equal(roundLimit([[[6]]], 5), 10);
});

test("an infinite value does not stretch the scale", () => {
  assert.equal(roundLimit([[[-Infinity, 3], [NaN, 1]]]), 5);
});
