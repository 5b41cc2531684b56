import assert from "node:assert/strict";
import { test } from "node:test";
import { colour, heads_pixels as pixels } from "./support/modules.mjs";

const { draw, pooled } = pixels;

/** A canvas that keeps what is put on it. */
function canvas() {
  const made = {
    width: 300, height: 150,
    getContext: () => ({
      createImageData: (width, height) => ({ width, height, data: new Uint8ClampedArray(4 * width * height) }),
      putImageData: (image) => { made.image = image; },
    }),
  };
  return made;
}

test("few words have a pixel for each cell", () => {
  const weights = Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  assert.equal(pooled(weights, 3, 3).weights, weights);
});

test("of many words each pixel is its strongest cell, also at the ragged end", () => {
  const weights = Uint8Array.from([
    1, 0, 7, 0, 30,
    0, 2, 0, 0, 0,
    0, 0, 0, 9, 0,
    50, 0, 0, 0, 0,
    0, 4, 0, 0, 60,
  ]);
  const { weights: small, across } = pooled(weights, 5, 3);
  assert.equal(across, 3);
  assert.deepEqual([...small], [2, 7, 30, 50, 9, 0, 4, 0, 60]);
});

test("a map is drawn in the colours of weights, opaque", () => {
  const shown = canvas();
  draw(shown, Uint8Array.from([0, 37, 100, 50]), 2);
  assert.deepEqual([shown.width, shown.height], [2, 2]);
  const expected = [0, 37, 100, 50].flatMap((w) => [...colour.weightColour(w / 100), 255]);
  assert.deepEqual([...shown.image.data], expected);
});
