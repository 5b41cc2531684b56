// What the marks of the figure mean: their shapes and lines differ, not their colours alone.
import { diamond, mark, sample, svg } from "./training_svg.js";
import { shippedName } from "./training_words.js";

/** @typedef {import("./training_types.js").Spec} Spec */
/** @typedef {import("./training_chart.js").Shown} Shown */

/** @param {Spec} spec @param {Shown} shown */
export function legend(spec, { run, earlier, published, shipped }) {
  const lanes = spec.questions.map((_, lane) => lane);
  const items = [
    sample(lanes.map((lane) => mark(lanes.length > 1 ? 6 + 13 * lane : 13, 7, 5, lane, "lt-mark")), `yours, seed ${run.seed}`),
    sample(lanes.map((lane) => mark(lanes.length > 1 ? 6 + 13 * lane : 13, 7, 5, lane, "lt-mark lt-open")), "still learning, or stopped"),
  ];
  if (lanes.length > 1) {
    items.push(...spec.questions.map(([, asked], lane) =>
      sample([svg("path", { d: "M1 7H25", class: `lt-own lt-lane${lane}` })], asked)));
  }
  if (earlier.length) items.push(sample([mark(7, 7, 3.5, 0, "lt-earlier"), mark(18, 7, 3.5, 0, "lt-earlier")], "earlier runs"));
  items.push(sample([svg("path", { d: "M1 7H25", class: "lt-loss" })], "loss"));
  if (shipped && shippedName(spec)) items.push(lanes.length > 1 ? joined(shippedName(spec)) : summedUp(shippedName(spec)));
  if (published.values) items.push(sample([diamond(8, 7, 5, "lt-diamond")], `${published.title}, ${published.unit}: ${published.note}`));
  return items;
}

/** @param {string} name */
const joined = (name) => sample([
  svg("path", { d: "M4 11L22 3", class: "lt-faint" }), mark(4, 11, 2.5, 0, "lt-start"), mark(22, 3, 2.5, 1, "lt-start"),
], `${name}, each joined by a line`);

/** @param {string} name */
const summedUp = (name) => sample([
  svg("rect", { x: 1, y: 1, width: 24, height: 12, class: "lt-range" }),
  svg("path", { d: "M1 7H25", class: "lt-mean lt-bar" }), mark(8, 4, 1.8, 0, "lt-start"), mark(17, 10, 1.8, 0, "lt-start"),
], `${name}: mean, range, each start`);
