// The few shapes that the figure is made of.
import { on } from "./dom.js";

const SPACE = "http://www.w3.org/2000/svg";

/** @param {string} tag @param {Record<string, string | number>} [attributes] @param {(Node | string)[]} children @returns {SVGElement} */
export function svg(tag, attributes = {}, ...children) {
  const element = /** @type {SVGElement} */ (document.createElementNS(SPACE, tag));
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, typeof value === "number" ? String(Math.round(value * 10) / 10) : value);
  }
  element.append(...children);
  return element;
}

/** The first question's marks are round, the second's have corners. @param {number} x @param {number} y @param {number} size @param {number} lane @param {string} kind */
export function mark(x, y, size, lane, kind) {
  if (lane === 0) return svg("circle", { cx: x, cy: y, r: size, class: kind });
  const r = size * 1.25;
  return svg("path", { d: `M${(x - r).toFixed(1)} ${(y + r * 0.8).toFixed(1)}h${(2 * r).toFixed(1)}L${x.toFixed(1)} ${(y - r).toFixed(1)}Z`, class: kind });
}

/** @param {number} x @param {number} y @param {number} size @param {string} kind */
export function diamond(x, y, size, kind) {
  return svg("path", { d: `M${(x - size).toFixed(1)} ${y.toFixed(1)}l${size} ${-size} ${size} ${size} ${-size} ${size}Z`, class: kind });
}

/** @param {number} x @param {number} y @param {string} text @param {string} kind */
export const write = (x, y, text, kind) => svg("text", { x, y, class: kind }, text);

/** @param {number} x @param {number} y @param {number} width @param {number} height @param {string} kind */
export const box = (x, y, width, height, kind) => svg("rect", { x, y, width: Math.max(width, 0), height: Math.max(height, 0), class: kind });

/** A row of a legend: a small picture and its words. @param {Node[]} shapes @param {string} text */
export function sample(shapes, text) {
  const item = document.createElement("span");
  item.className = "att-lt-sample";
  item.append(svg("svg", { width: 26, height: 14, viewBox: "0 0 26 14", "aria-hidden": "true" }, ...shapes), text);
  return item;
}

/** Tell when an element's width changes. @param {HTMLElement} element @param {() => void} changed @returns {() => void} to stop */
export function watchWidth(element, changed) {
  if (typeof ResizeObserver === "undefined") {
    on(window, "resize", changed);
    return () => window.removeEventListener("resize", changed);
  }
  let seen = -1;
  const observer = new ResizeObserver(() => {
    if (element.clientWidth === seen) return; // its height follows from what is drawn
    seen = element.clientWidth;
    changed();
  });
  observer.observe(element);
  return () => observer.disconnect();
}
