// The heads of the columns: one tab stop, arrows inside, and the numbers of each read aloud.
import { el, on, setAttribute } from "./dom.js";
import { plural } from "./training_words.js";

/** @typedef {import("./training_scale.js").Places} Places */

export class Columns {
  /** @param {number} width  of the model @param {(heads: number | null) => void} choose */
  constructor(width, choose) {
    this.width = width;
    this.choose = choose;
    this.element = el("div", {
      class: "att-lt-columns", role: "listbox", "aria-orientation": "horizontal", "aria-label": "Number of heads",
    });
    /** @type {HTMLElement[]} */ this.options = [];
    /** @type {number[]} */ this.heads = [];
    this.#listen();
  }

  /** @param {Places} at @param {number | null} now  which network learns @param {(heads: number) => string} facts */
  show(at, now, facts) {
    if (String(this.heads) !== String(at.heads)) this.#lay(at.heads);
    this.element.style.paddingLeft = `${at.left}px`;
    this.options.forEach((option, i) => {
      option.style.width = `${at.column}px`;
      option.classList.toggle("att-lt-now", this.heads[i] === now);
      setAttribute(option, "aria-label", `${option.textContent}. ${facts(this.heads[i])}`);
    });
  }

  /** @param {number | null} heads */
  select(heads) {
    this.options.forEach((option, i) => setAttribute(option, "aria-selected", String(this.heads[i] === heads)));
  }

  /** @param {number[]} heads */
  #lay(heads) {
    const held = this.element.contains(document.activeElement);
    this.heads = heads;
    this.options = heads.map((number, i) => el("div", { role: "option", "aria-selected": "false", tabindex: i ? "-1" : "0" },
      el("b", {}, plural(number, "head")), " ", el("span", {}, "d", el("sub", {}, "k"), ` ${this.width / number}`)));
    this.element.replaceChildren(...this.options);
    if (held) this.options[0].focus();
  }

  #listen() {
    const of = (/** @type {Event} */ event) =>
      this.options.indexOf(/** @type {HTMLElement} */ (/** @type {Element} */ (event.target).closest("[role=option]")));
    on(this.element, "focusin", (event) => {
      const i = of(event);
      this.options.forEach((option, j) => setAttribute(option, "tabindex", i === j ? "0" : "-1"));
      if (i >= 0) this.choose(this.heads[i]);
    });
    on(this.element, "focusout", () => this.choose(null));
    on(this.element, "keydown", (event) => {
      const last = this.options.length - 1;
      const i = of(event);
      /** @type {Record<string, number>} */
      const to = { ArrowRight: i + 1, ArrowLeft: i - 1, ArrowDown: i + 1, ArrowUp: i - 1, Home: 0, End: last };
      if (event.key === " ") event.preventDefault(); // it would scroll the page
      if (!(event.key in to)) return;
      event.preventDefault();
      this.options[Math.min(Math.max(to[event.key], 0), last)].focus();
    });
  }
}
