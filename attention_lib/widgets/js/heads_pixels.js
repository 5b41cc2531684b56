// A head's map as pixels. Of many words each pixel is the strongest of its cells: a thin line stays.
import { weightColour } from "./colour.js";

const PALETTE = new Uint32Array(101); // a colour for every hundredth
PALETTE.forEach((_, at) => new Uint8Array(PALETTE.buffer, 4 * at, 4).set([...weightColour(at / 100), 255]));

/** @param {Uint8Array} weights @param {number} size @param {number} most  pixels across */
export function pooled(weights, size, most) {
  const step = Math.max(Math.ceil(size / most), 1);
  const across = Math.ceil(size / step);
  if (step === 1) return { weights, across };
  const strongest = new Uint8Array(across * across);
  for (let row = 0; row < size; row++) {
    const line = Math.floor(row / step) * across;
    for (let column = 0; column < size; column++) {
      const place = line + Math.floor(column / step);
      strongest[place] = Math.max(strongest[place], weights[row * size + column]);
    }
  }
  return { weights: strongest, across };
}

/** @param {HTMLCanvasElement} canvas @param {Uint8Array} weights @param {number} size @param {number} [most] */
export function draw(canvas, weights, size, most = size) {
  const shown = pooled(weights, size, most);
  if (canvas.width !== shown.across) canvas.width = canvas.height = shown.across;
  const context = canvas.getContext("2d");
  if (!context) return;
  const image = context.createImageData(shown.across, shown.across);
  const pixels = new Uint32Array(image.data.buffer);
  for (let i = 0; i < pixels.length; i++) pixels[i] = PALETTE[shown.weights[i]];
  context.putImageData(image, 0, 0);
}
