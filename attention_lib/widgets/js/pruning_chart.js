// How many texts are found against how many heads are off: measured orders, floors, and here.
import { setText } from "./dom.js";
import { alongOrder } from "./pruning_sets.js";
import { chartName, standardError } from "./pruning_words.js";

/** @typedef {import("./pruning_types.js").Spec} Spec */
/** @typedef {{ off: number, right: number }} Point */

const NS = "http://www.w3.org/2000/svg";
const SIZE = { width: 380, height: 180 };
const INSIDE = { left: 44, right: 372, top: 10, bottom: 145 };
const MOST_OFF = 72;

/** @param {number} off */
export const across = (off) => INSIDE.left + (INSIDE.right - INSIDE.left) * off / MOST_OFF;

/** @param {number} share */
export const up = (share) => INSIDE.bottom - (INSIDE.bottom - INSIDE.top) * share;

/** What an order gives at each of its states. @param {Spec} spec @param {number[]} order @param {number} task @returns {Point[]} */
export function curve(spec, order, task) {
  const steps = Array.from({ length: order.length + 1 }, (_, off) => ({ off, counts: spec.states[alongOrder(order, off)] }));
  return steps.filter(({ counts }) => counts).map(({ off, counts }) => ({ off, right: counts[task][0] }));
}

/** @param {Spec} spec @param {number} task  every order that was drawn at random, and their mean */
export function randomCurves(spec, task) {
  const drawn = Object.entries(spec.orders).filter(([name]) => name.startsWith("random"))
    .map(([, order]) => curve(spec, order, task).filter(({ off }) => off % spec.every === 0));
  const mean = drawn[0].map(({ off }, i) =>
    ({ off, right: drawn.reduce((sum, points) => sum + points[i].right, 0) / drawn.length }));
  return { drawn, mean };
}

export class Chart {
  /** @param {Spec} spec @param {number} at  the task */
  constructor(spec, at) {
    this.spec = spec;
    this.at = at;
    this.of = spec.tasks[at].of;
    this.measured = shape("g", { class: "att-pr-measured" });
    this.trail = shape("g", { class: "att-pr-trail" });
    this.here = shape("g", { class: "att-pr-here" });
    this.element = shape("svg", { viewBox: `0 0 ${SIZE.width} ${SIZE.height}`, role: "img" },
      this.#frame(), this.measured, this.#floors(), this.trail, this.here);
    this.#drawMeasured();
  }

  /** @param {boolean} curves */
  showCurves(curves) {
    this.measured.style.display = curves ? "" : "none";
    this.element.setAttribute("aria-label", chartName(this.spec, this.at, curves));
  }

  /** @param {number} off @param {number | null} right  null: not known yet @param {Point[]} seen  where it was before */
  show(off, right, seen) {
    const dot = (/** @type {Point} */ point) => shape("circle", { cx: across(point.off), cy: this.#y(point.right), r: 3.5 });
    this.trail.replaceChildren(...seen.map(dot));
    const x = across(off);
    if (right === null) {
      this.here.replaceChildren(shape("line", { x1: x, x2: x, y1: INSIDE.top, y2: INSIDE.bottom, class: "att-pr-open" }));
      return;
    }
    const error = standardError(right, this.of);
    const [low, high] = [Math.max(right / this.of - error, 0), Math.min(right / this.of + error, 1)].map(up);
    const bar = (/** @type {number} */ y) => shape("line", { x1: x - 4, x2: x + 4, y1: y, y2: y });
    this.here.replaceChildren(shape("line", { x1: x, x2: x, y1: low, y2: high }), bar(low), bar(high), dot({ off, right }));
    this.here.lastElementChild?.setAttribute("r", "6");
  }

  #frame() {
    const rows = [0, 0.25, 0.5, 0.75, 1].flatMap((share) => [
      shape("line", { x1: INSIDE.left, x2: INSIDE.right, y1: up(share), y2: up(share), class: "att-pr-rule" }),
      label(`${100 * share} %`, INSIDE.left - 5, up(share) + 4, "end"),
    ]);
    const columns = [0, 12, 24, 36, 48, 60, 72].flatMap((off) => [
      shape("line", { x1: across(off), x2: across(off), y1: INSIDE.bottom, y2: INSIDE.bottom + 4, class: "att-pr-tick" }),
      label(String(off), across(off), INSIDE.bottom + 17, "middle"),
    ]);
    return shape("g", {}, ...rows, ...columns,
      label("heads off", (INSIDE.left + INSIDE.right) / 2, INSIDE.bottom + 32, "middle"));
  }

  #floors() {
    return shape("g", {}, ...this.spec.floors.flatMap(({ title, right }, i) => {
      const y = this.#y(right[this.at]);
      const lower = y + (y < INSIDE.bottom - 16 ? 12 : -4);
      return [
        shape("line", { x1: INSIDE.left, x2: INSIDE.right, y1: y, y2: y, class: "att-pr-floor" }),
        // One at each end: two floors may lie close together.
        i % 2 ? label(title, INSIDE.left + 3, lower, "start") : label(title, INSIDE.right - 3, lower, "end"),
      ];
    }));
  }

  #drawMeasured() {
    const { drawn, mean } = randomCurves(this.spec, this.at);
    const dots = drawn.flat().map(({ off, right }) => shape("circle", { cx: across(off), cy: this.#y(right), r: 1.6 }));
    const [least, most] = Object.values(this.spec.orders).map((order) => curve(this.spec, order, this.at));
    this.measured.append(...dots, this.#line(mean, "random"), this.#line(most, "most"), this.#line(least, "least"));
  }

  /** @param {Point[]} points @param {string} name */
  #line(points, name) {
    const places = points.map(({ off, right }) => `${across(off).toFixed(1)},${this.#y(right).toFixed(1)}`);
    return shape("polyline", { points: places.join(" "), class: `att-pr-${name}` });
  }

  /** @param {number} right */
  #y(right) {
    return up(right / this.of);
  }
}

/** What the lines mean, once for all charts. */
export function legend() {
  return [["least", "least important first"], ["random", "at random: 8 orders and their mean"], ["most", "most important first"]]
    .map(([name, text]) => {
      const swatch = shape("svg", { viewBox: "0 0 30 10", "aria-hidden": "true" },
        shape("line", { x1: 1, x2: 29, y1: 5, y2: 5, class: `att-pr-${name}` }));
      const entry = document.createElement("span");
      entry.append(swatch, ` ${text}`);
      return entry;
    });
}

/** @param {string} text @param {number} x @param {number} y @param {string} anchor */
function label(text, x, y, anchor) {
  const node = shape("text", { x, y, "text-anchor": anchor });
  setText(node, text);
  return node;
}

/** @param {string} tag @param {Record<string, string | number>} attributes @param {Node[]} children */
function shape(tag, attributes, ...children) {
  const node = /** @type {SVGElement} */ (document.createElementNS(NS, tag));
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  node.append(...children);
  return node;
}
