// Above the heads: an order and how far along it, undo and redo, and what is shown.
import { button, enable } from "./controls.js";
import { el, setAttribute, setText } from "./dom.js";
import { alongOrder, countOff, EVERY_HEAD } from "./pruning_sets.js";

/** @typedef {import("./pruning_types.js").Spec} Spec */

/**
 * @typedef {object} Events
 * @property {(key: string, drag: boolean) => void} go
 * @property {(by: -1 | 1) => void} step
 * @property {() => void} reset
 * @property {(name: "curves" | "worth" | "present", on: boolean) => void} look
 */

export class PruningControls {
  /** @param {Spec} spec @param {Events} events */
  constructor(spec, events) {
    this.spec = spec;
    this.order = el("select", {}, ...Object.keys(spec.orders).map((name) => el("option", { value: name }, name)));
    this.slider = el("input", { type: "range", min: "0", max: String(EVERY_HEAD.length), step: String(spec.every) });
    this.place = el("span", { class: "att-pr-place" }); // no <output>: that would speak
    this.undo = button("Undo", () => events.step(-1));
    this.redo = button("Redo", () => events.step(1));
    this.present = button("Present", () => events.look("present", this.present.getAttribute("aria-pressed") !== "true"));
    this.curves = checkbox("measured orders", (on) => events.look("curves", on));
    this.worth = checkbox("effect of each head alone", (on) => events.look("worth", on));
    const along = (/** @type {boolean} */ drag) =>
      events.go(alongOrder(spec.orders[this.order.value], Number(this.slider.value)), drag);
    this.slider.addEventListener("input", () => along(true));
    this.slider.addEventListener("change", () => along(false));
    this.order.addEventListener("change", () => along(false));
    this.element = el("div", { class: "att-pr-controls", role: "group", "aria-label": "Controls" },
      el("label", {}, "Off: ", this.order),
      el("label", {}, "how many ", this.slider, " ", this.place),
      el("span", { class: "att-pr-buttons" }, this.undo, this.redo, button("Reset", events.reset)),
      this.curves.label, this.worth.label, this.present);
  }

  /**
   * @param {string} key @param {import("./pruning_sets.js").Path} path
   * @param {{ curves: boolean, worth: boolean, present: boolean }} looks
   */
  show(key, path, looks) {
    const off = countOff(key);
    const onOrder = alongOrder(this.spec.orders[this.order.value], off) === key;
    const place = onOrder ? `${off} off` : `${off} off, own choice`;
    this.slider.value = String(off);
    setAttribute(this.slider, "aria-valuetext", place);
    setText(this.place, place);
    enable(this.undo, path.canUndo);
    enable(this.redo, path.canRedo);
    this.curves.input.checked = looks.curves;
    this.worth.input.checked = looks.worth;
    setAttribute(this.present, "aria-pressed", String(looks.present));
  }
}

/** @param {string} text @param {(on: boolean) => void} choose */
function checkbox(text, choose) {
  const input = el("input", { type: "checkbox" });
  input.addEventListener("change", () => choose(input.checked));
  return { input, label: el("label", {}, input, ` ${text}`) };
}
