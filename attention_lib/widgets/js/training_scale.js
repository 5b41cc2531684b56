// Where things stand in the figure: columns, strips and the axes of shares.

/** @typedef {import("./training_types.js").Spec} Spec */
/** @typedef {import("./training_types.js").Published} Published */

const WIDEST = 21; // of a lane, in units of the text
const LEFT = 4.4;
const STRIPS = { curve: 6.6, loss: 3.2, ends: 14, beside: 5.6 };
const GAPS = { curve: 1.5, loss: 0.6, ends: 1.6, beside: 1.5 }; // above each
const LARGE = 0.62; // of the axis, for what lies above `large_from`

/**
 * @typedef {object} Strip
 * @property {number} top
 * @property {number} height
 */

/**
 * @typedef {object} Places
 * @property {number} unit
 * @property {number} left
 * @property {number} column  width of one
 * @property {number[]} heads  one column each
 * @property {number} width
 * @property {number} height
 * @property {Record<"curve" | "loss" | "ends" | "beside", Strip>} strips
 */

/** The columns: what is trained here, and what is published beside it. @param {Spec} spec @param {Published} published */
export function columns(spec, published) {
  const others = Object.keys(published.values ?? {}).map(Number);
  return [...new Set([...spec.heads, ...others])].sort((a, b) => a - b);
}

/**
 * @param {number} width  that there is
 * @param {number} unit  size of the text
 * @param {number[]} heads @param {{ lanes: number, beside: boolean }} about @returns {Places}
 */
export function places(width, unit, heads, { lanes, beside }) {
  const left = LEFT * unit;
  const column = Math.max(unit, Math.min((width - left - unit / 2) / heads.length, lanes * WIDEST * unit));
  let top = 0;
  const strip = (/** @type {keyof typeof STRIPS} */ name) => {
    top += GAPS[name] * unit;
    const placed = { top, height: STRIPS[name] * unit };
    top += placed.height;
    return placed;
  };
  const strips = { curve: strip("curve"), loss: strip("loss"), ends: strip("ends"), beside: { top: 0, height: 0 } };
  top += 1.4 * unit; // the lanes' names
  if (beside) strips.beside = strip("beside");
  return {
    unit, left, column, heads, strips,
    width: left + heads.length * column + unit / 2,
    height: top + 0.5 * unit,
  };
}

/** The middle of a lane of a column. @param {Places} at @param {number} heads */
export function middle(at, heads, lane = 0, lanes = 1) {
  return at.left + at.column * (at.heads.indexOf(heads) + 0.5 + (lane - (lanes - 1) / 2) * (0.9 / lanes));
}

/** @param {Strip} strip @param {number} part  0 at the bottom, 1 at the top */
export const up = (strip, part) => strip.top + strip.height * (1 - part);

/** How high a share stands on the axis of the results. @param {number} share @param {number} largeFrom */
export function rise(share, largeFrom) {
  if (largeFrom === 0) return share;
  if (share < largeFrom) return (share / largeFrom) * (1 - LARGE);
  return 1 - LARGE + ((share - largeFrom) / (1 - largeFrom)) * LARGE;
}

/** Where marks of equal height stand beside each other: −½…½. @param {number} i @param {number} count */
export const spread = (i, count) => (count < 2 ? 0 : i / (count - 1) - 0.5);

/** @param {[number, number][]} points */
export const line = (points) => points.map(([x, y], i) => `${i ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");

/** A band between two lines of the same steps. @param {[number, number][]} low @param {[number, number][]} high */
export const band = (low, high) => (low.length ? `${line(low)}${line([...high].reverse()).replace("M", "L")}Z` : "");

/** Whole and half numbers that hold all values, with room for their labels. @param {number[]} values */
export function halves(values) {
  const low = Math.floor(2 * (Math.min(...values) - 0.3)) / 2;
  const high = Math.ceil(2 * Math.max(...values)) / 2;
  return Array.from({ length: Math.round(2 * (high - low)) + 1 }, (_, i) => low + i / 2);
}
