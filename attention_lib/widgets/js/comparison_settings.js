// The settings of one side: score function, scale, temperature, mask.
import { enable } from "./controls.js";
import { el, on, setText, uniqueId } from "./dom.js";
import { number } from "./format.js";

/** @typedef {import("./comparison_types.js").Comparison} Comparison */
/** @typedef {import("./comparison_types.js").Settings} Settings */
/** @typedef {import("./comparison_types.js").Side} Side */
/** @typedef {(change: Partial<Settings>, final?: boolean) => void} Change */

const SLIDER_STEP = 0.01; // of the temperature's logarithm
const SCORES = ["dot", "general", "additive", "cosine"];
const MASKS = ["none", "causal", "padding", "window", "custom"];

export class SideSettings {
  #side; #score; #scaled; #root; #mask; #size; #sizeText; #sizeLabel; #temperature; #temperatureText;

  /** @param {Side} side @param {Change} change */
  constructor(side, change) {
    this.#side = side;
    this.#score = el("select", {}, ...SCORES.map((name) => el("option", {}, name)));
    this.#scaled = el("input", { type: "checkbox" });
    this.#root = el("span");
    this.#mask = el("select", {}, ...MASKS.map((name) => el("option", {}, name)));
    this.#size = el("input", { type: "number", min: "0", step: "1", class: "att-size" });
    this.#sizeText = el("span");
    this.#sizeLabel = el("label", {}, this.#size, " ", this.#sizeText);
    const marks = uniqueId("marks");
    this.#temperature = el("input", { type: "range", min: "-1", max: "1", step: String(SLIDER_STEP), list: marks });
    this.#temperatureText = el("span", "att-number");
    this.element = el("fieldset", "att-controls att-side",
      el("legend", {}, side.toUpperCase()),
      el("label", {}, "Score ", this.#score),
      el("label", {}, this.#scaled, " ", this.#root),
      el("label", {}, "Mask ", this.#mask),
      el("label", {}, "Temperature ", this.#temperature,
        el("datalist", { id: marks }, el("option", { value: "0" })), this.#temperatureText),
      this.#sizeLabel);
    this.#listen(change);
  }

  /** @param {Comparison} state */
  show(state) {
    const settings = state[this.#side];
    this.#score.value = settings.score;
    this.#scaled.checked = settings.scaled && settings.score === "dot";
    enable(this.#scaled, settings.score === "dot");
    setText(this.#root, `÷ √${state.query[0].length}`);
    this.#mask.value = settings.mask;
    // Only a matrix drawn in Python can be chosen again.
    const custom = this.#mask.options[MASKS.indexOf("custom")];
    custom.hidden = custom.disabled = settings.custom === null; // typing its letters finds what is only hidden
    this.#showSize(settings, state.key.length);
    const place = Math.log10(settings.temperature);
    // Rounding must not pull the slider back under the learner's hand.
    if (Math.abs(Number(this.#temperature.value) - place) > SLIDER_STEP / 2) {
      this.#temperature.value = String(place);
    }
    this.#temperature.setAttribute("aria-valuetext", number(settings.temperature));
    setText(this.#temperatureText, number(settings.temperature));
  }

  /** @param {Settings} settings @param {number} keyLen */
  #showSize(settings, keyLen) {
    const sized = settings.mask === "window" || settings.mask === "padding";
    // Hidden, not removed: the controls keep their place.
    this.#sizeLabel.style.visibility = sized ? "visible" : "hidden";
    setText(this.#sizeText, settings.mask === "padding" ? "padded keys" : "each side");
    this.#size.max = String(keyLen);
    const size = String(settings.mask === "padding" ? settings.padding : settings.window);
    if (this.#size.value !== size) this.#size.value = size;
  }

  /** @param {Change} change */
  #listen(change) {
    const temperature = () => Number((10 ** Number(this.#temperature.value)).toPrecision(3));
    on(this.#score, "change", () => change({ score: /** @type {Settings["score"]} */ (this.#score.value) }));
    on(this.#scaled, "change", () => change({ scaled: this.#scaled.checked }));
    on(this.#mask, "change", () => change({ mask: /** @type {Settings["mask"]} */ (this.#mask.value) }));
    on(this.#temperature, "input", () => change({ temperature: temperature() }, false));
    on(this.#temperature, "change", () => change({ temperature: temperature() }));
    on(this.#size, "change", () => {
      const size = Math.min(Math.max(Math.round(Number(this.#size.value)) || 0, 0), Number(this.#size.max));
      change({ [this.#mask.value === "padding" ? "padding" : "window"]: size });
    });
  }
}
