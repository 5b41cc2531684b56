// Native controls for an explorable: radio buttons, sliders, checkboxes, "next" buttons.
import { button } from "./controls.js";
import { el, setText, uniqueId } from "./dom.js";

/** @typedef {import("./explorable_frames.js").Value} Value */
/** @typedef {import("./explorable_frames.js").Choice} Choice */
/** @typedef {import("./explorable_frames.js").ControlSpec} ControlSpec */
/** @typedef {{ element: HTMLElement, show: (value: Value) => void }} Shown */
/** @typedef {(value: Value) => void} Choose */

const page = Math.random().toString(36).slice(2);

/** Every view loads this module anew, and counts from 1: two views must not share ids. @param {string} stem */
export const ownId = (stem) => `${uniqueId(stem)}-${page}`;

/** @type {Record<ControlSpec["kind"], (spec: ControlSpec, choose: Choose) => Shown>} */
const MAKERS = { radio, range, switch: checkbox, cycle };

export class ExplorableControls {
  /** @param {ControlSpec[]} specs @param {(name: string, value: Value) => void} choose */
  constructor(specs, choose) {
    this.shown = specs.map((spec) => ({
      name: spec.name, ...MAKERS[spec.kind](spec, (value) => choose(spec.name, value)),
    }));
    const alone = specs.filter(({ kind }) => kind === "radio").length === 1;
    this.element = el("div", { class: `att-choices${alone ? " att-in-a-row" : ""}`, role: "group", "aria-label": "Controls" },
      ...this.shown.map(({ element }) => element));
  }

  /** @param {Choice} choice */
  show(choice) {
    for (const { name, show } of this.shown) show(choice[name]);
  }
}

/** @param {ControlSpec} spec @param {Choose} choose @returns {Shown} */
function radio({ label, values, texts }, choose) {
  const name = ownId("radio");
  const inputs = values.map((value) => {
    const input = el("input", { type: "radio", name });
    input.addEventListener("change", () => choose(value));
    return input;
  });
  return {
    element: el("fieldset", {}, el("legend", {}, label),
      ...inputs.map((input, i) => el("label", {}, input, " ", texts[i]))),
    show: (value) => inputs.forEach((input, i) => { input.checked = values[i] === value; }),
  };
}

/** @param {ControlSpec} spec @param {Choose} choose @returns {Shown} */
function range({ label, values, texts }, choose) {
  const input = el("input", { type: "range", min: "0", max: String(values.length - 1), step: "1" });
  const text = el("span", { class: "att-value" }); // no <output>: that would speak
  input.addEventListener("input", () => choose(values[Number(input.value)]));
  return {
    element: el("label", { class: "att-slider" }, `${label} `, input, " ", text),
    show: (value) => {
      const place = values.indexOf(value);
      if (input.value !== String(place)) input.value = String(place);
      input.setAttribute("aria-valuetext", texts[place]);
      setText(text, texts[place]);
    },
  };
}

/** @param {ControlSpec} spec @param {Choose} choose @returns {Shown} */
function checkbox({ label }, choose) {
  const input = el("input", { type: "checkbox" });
  input.addEventListener("change", () => choose(input.checked));
  return {
    element: el("label", {}, input, ` ${label}`),
    show: (value) => { input.checked = value === true; },
  };
}

/** @param {ControlSpec} spec @param {Choose} choose @returns {Shown} */
function cycle({ label, values, texts }, choose) {
  let at = 0;
  const next = button(texts[0], () => choose(values[(at + 1) % values.length]));
  const first = button(texts[1], () => choose(values[0]));
  next.classList.add("att-next");
  return {
    element: el("span", { class: "att-cycle", role: "group", "aria-label": label }, next, " ", first),
    show: (value) => {
      at = values.indexOf(value);
      // Not disabled: that would lose the keyboard's place.
      first.setAttribute("aria-disabled", String(at === 0));
    },
  };
}
