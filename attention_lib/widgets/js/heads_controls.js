// What the learner types and chooses: a sentence, one of the shipped ones, a pattern.
import { button } from "./controls.js";
import { el, on, setAttribute, setText, uniqueId } from "./dom.js";

/**
 * @typedef {object} Events
 * @property {(text: string) => void} read
 * @property {(pattern: string | null) => void} pattern
 * @property {() => void} present
 */

export class HeadsControls {
  /** @param {string[]} sentences @param {import("./heads_maps.js").Named[]} patterns @param {Events} events */
  constructor(sentences, patterns, events) {
    const id = uniqueId("message");
    this.text = el("input", {
      type: "text", class: "att-hd-text", autocomplete: "off", spellcheck: "false", "aria-describedby": id,
    });
    this.message = el("div", { class: "att-hd-message", role: "status", id });
    this.list = el("select", { "aria-label": "Shipped sentences" },
      el("option", { value: "" }, `${sentences.length} sentences …`),
      ...sentences.map((sentence) => el("option", {}, sentence)));
    this.pattern = el("select", {}, el("option", { value: "" }, "none"),
      ...patterns.map(([name, title]) => el("option", { value: name }, title)));
    this.explanation = el("span", { class: "att-hd-explanation" });
    this.presentButton = button("Present", events.present);
    this.element = el("div", {},
      el("div", { class: "att-controls", role: "group", "aria-label": "Sentence" },
        el("label", { class: "att-words-label" }, "Sentence ", this.text),
        button("Read", () => events.read(this.text.value)), this.list, this.presentButton),
      this.message);
    this.patternLine = el("div", { class: "att-controls", role: "group", "aria-label": "Pattern" },
      el("label", {}, "Pattern ", this.pattern), this.explanation);
    on(this.text, "keydown", (event) => { if (event.key === "Enter") events.read(this.text.value); });
    on(this.list, "change", () => {
      if (this.list.value) events.read(this.list.value);
    });
    on(this.pattern, "change", () => events.pattern(this.pattern.value || null));
  }

  /** @param {string} text */
  write(text) {
    if (this.text.value !== text) this.text.value = text;
    this.list.value = [...this.list.options].some(({ value }) => value === text) ? text : "";
  }

  /** @param {string} message @param {string | null} problem */
  say(message, problem) {
    setText(this.message, problem ?? message);
    this.message.classList.toggle("att-wrong", problem !== null);
    setAttribute(this.text, "aria-invalid", String(problem !== null));
  }

  /** @param {import("./heads_types.js").Pattern | null} pattern @param {boolean} present */
  show(pattern, present) {
    this.pattern.value = pattern?.name ?? "";
    setText(this.explanation, pattern?.explanation ?? "Choose a pattern, and every head is measured by it.");
    setAttribute(this.presentButton, "aria-pressed", String(present));
  }
}
