// Colour scales that mean the same in every view: weights 0…1, signed values −limit…limit.
import { signed, weights } from "../../data/colours.json";

/** @typedef {[number, number, number]} RGB */

const stops = { signed, weights };
const scales = { weights: weights.map(parse), signed: signed.map(parse) };

/** @param {string} hex @returns {RGB} */
function parse(hex) {
  const channel = (/** @type {number} */ i) => parseInt(hex.slice(i, i + 2), 16);
  return [channel(1), channel(3), channel(5)];
}

/** @param {"weights" | "signed"} kind @param {number} at  0…1 along the scale @returns {RGB} */
function sample(kind, at) {
  const scale = scales[kind];
  const place = Math.min(Math.max(at, 0), 1) * (scale.length - 1);
  const below = Math.min(Math.floor(place), scale.length - 2);
  const mix = place - below;
  const [r, g, b] = scale[below].map((c, i) => Math.round(c + (scale[below + 1][i] - c) * mix));
  return [r, g, b];
}

/** @param {number} w  0…1 */
export const weightColour = (w) => sample("weights", w);

/** @param {number} x @param {number} limit */
export const signedColour = (x, limit) => sample("signed", (x / limit + 1) / 2);

/** @param {RGB} rgb */
export const css = (rgb) => `rgb(${rgb.join(" ")})`;

/** Black or white, whichever contrasts more. @param {RGB} rgb */
export function textColour(rgb) {
  const [r, g, b] = rgb.map((c) => {
    const s = c / 255;
    return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
  });
  // At luminance 0.179 black and white contrast equally, at 4.58 to 1.
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? "#000" : "#fff";
}

/** A cell's colours. @param {RGB} rgb */
export const filled = (rgb) => ({ background: css(rgb), colour: textColour(rgb) });

/** @param {"weights" | "signed"} kind */
export function gradient(kind) {
  return `linear-gradient(to right, ${stops[kind].join(", ")})`;
}

/**
 * The smallest round limit that holds every value; an earlier limit is kept while it fits,
 * so that an edit never recolours the whole matrix.
 * @param {number[][][]} matrices @param {number} [earlier]
 */
export function roundLimit(matrices, earlier = 0) {
  const largest = Math.max(...matrices.flat(2).map(Math.abs).filter(Number.isFinite), 0);
  let limit = 1;
  for (let i = 0; limit < largest; i++) limit = [1, 2, 5][i % 3] * 10 ** Math.floor(i / 3);
  return Math.max(limit, earlier);
}
