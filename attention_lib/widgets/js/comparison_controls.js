// The row above the matrices: words, a named comparison, history, copy, Present.
import { button, enable } from "./controls.js";
import { el, on } from "./dom.js";
import { Sources } from "./sources.js";
import { sideOf } from "./comparison_state.js";
import { CUSTOM, presetOf, PRESETS } from "./comparison_presets.js";

/** @typedef {import("./comparison_types.js").Comparison} Comparison */

/**
 * @typedef {object} OwnEvents
 * @property {(name: string) => void} preset
 * @property {() => void} undo
 * @property {() => void} redo
 * @property {() => void} reset
 * @property {() => void} present
 */
/** @typedef {OwnEvents & import("./sources.js").SourceEvents} ComparisonEvents */

export class ComparisonControls {
  #sources; #preset; #undo; #redo; #presentButton;

  /** @param {ComparisonEvents} events */
  constructor(events) {
    this.#sources = new Sources(events);
    this.#preset = el("select", {}, ...[...PRESETS, CUSTOM].map((name) => el("option", {}, name)));
    this.#undo = button("↶ Undo", events.undo);
    this.#redo = button("↷ Redo", events.redo);
    this.#presentButton = button("Present", events.present);
    this.element = el("div", { class: "att-controls", role: "group", "aria-label": "Controls" },
      ...this.#sources.elements,
      el("label", {}, "Compare A | B ", this.#preset),
      el("span", "att-buttons",
        this.#undo, this.#redo, button("Reset", events.reset), this.#presentButton));
    on(this.#preset, "change", () => events.preset(this.#preset.value));
  }

  /** @param {Comparison} state @param {import("./history.js").History<Comparison>} history @param {boolean} present */
  show(state, history, present) {
    this.#sources.show(sideOf(state, "a"));
    this.#preset.value = presetOf(state);
    enable(this.#undo, history.past.length > 0);
    enable(this.#redo, history.future.length > 0);
    this.#presentButton.setAttribute("aria-pressed", String(present));
  }
}
