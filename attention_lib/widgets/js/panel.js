// The derivation of the chosen cell, and large − / + buttons for fingers.
import { button } from "./controls.js";
import { el, setText } from "./dom.js";

/** @typedef {import("./derivation.js").Line} Line */

export class Panel {
  #title; #lines; #stepperText; #minus; #plus;

  /** @param {(direction: 1 | -1) => void} step */
  constructor(step) {
    this.#title = el("div", "att-panel-title");
    this.#lines = el("div", { class: "att-lines", tabindex: "0", role: "group", "aria-label": "Derivation" });
    this.#stepperText = el("span", "att-number");
    this.#minus = button("−", () => step(-1));
    this.#plus = button("+", () => step(1));
    this.stepper = el("div", { class: "att-stepper", role: "group", "aria-label": "Change the chosen number" },
      this.#minus, this.#stepperText, this.#plus);
    this.derivation = el("div", "att-derivation", this.#title, this.#lines);
    this.element = el("div", "att-panel", this.stepper, this.derivation);
  }

  /** @param {string} title @param {Line[]} lines */
  show(title, lines) {
    setText(this.#title, title);
    while (this.#lines.children.length < lines.length) {
      this.#lines.append(el("div", {}, el("b"), " ", el("span")));
    }
    while (this.#lines.children.length > lines.length) this.#lines.lastChild?.remove();
    lines.forEach(({ name, text }, i) => {
      const [before, after] = this.#lines.children[i].children;
      setText(before, name);
      setText(after, text);
    });
  }

  /** @param {{ label: string, text: string } | null} chosen */
  offerSteps(chosen) {
    this.stepper.style.visibility = chosen ? "visible" : "hidden";
    setText(this.#stepperText, chosen?.text ?? "");
    const label = chosen?.label ?? "";
    this.#minus.setAttribute("aria-label", `${label} minus 0.1`);
    this.#plus.setAttribute("aria-label", `${label} plus 0.1`);
  }
}
