// Comparisons to try things on: an editor's state with two settings.
import { aState, randomNumbers, randomState } from "./states.mjs";

const SETTINGS = ["score", "scaled", "temperature", "mask", "window", "padding", "custom"];

/** @param {object} state @returns {{ shared: object, settings: object }} */
function split(state) {
  const pick = (wanted) => Object.fromEntries(
    Object.entries(state).filter(([name]) => SETTINGS.includes(name) === wanted));
  return { shared: pick(false), settings: pick(true) };
}

/** Three words, head_dim 2, value_dim 4; A scaled, B not. */
export function aComparison({ a = {}, b = { scaled: false }, ...shared } = {}) {
  const whole = split(aState(shared));
  return { ...whole.shared, a: { ...whole.settings, ...a }, b: { ...whole.settings, ...b } };
}

/** Any sizes, and two sides of any settings. @param {number} count */
export function randomComparisons(count) {
  const random = randomNumbers(count);
  return Array.from({ length: count }, () => {
    const one = randomState(random);
    const { shared, settings } = split(one);
    const other = split(randomState(random)).settings;
    const fits = { padding: Math.min(other.padding, one.key.length), custom: one.custom.map((row) => row.map((seen) => 1 - seen)) };
    return { ...shared, a: settings, b: { ...other, ...fits } };
  });
}
