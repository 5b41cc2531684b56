// The sentence, each word coloured by what the chosen one gives it: one tab stop, arrows inside.
import { css, textColour, weightColour } from "./colour.js";
import { el, on, setAttribute } from "./dom.js";
import { STANDS_OUT, weightText } from "./heads_maps.js";

/** @typedef {import("./heads_maps.js").Maps} Maps */
/** @typedef {import("./heads_types.js").Place} Place */

export class Words {
  /** @param {(place: Place) => void} choose */
  constructor(choose) {
    this.choose = choose;
    this.element = el("div", {
      class: "att-hd-words", role: "listbox", "aria-orientation": "horizontal", "aria-label": "Words: choose one that looks",
    });
    /** @type {HTMLElement[]} */ this.options = [];
    this.at = 0;
    this.#listen();
  }

  /** @param {Maps} maps */
  show(maps) {
    this.options = maps.words.map((word) => el("span", {
      role: "option", tabindex: "-1", "aria-selected": "false",
      class: `att-hd-word${/^\[(CLS|SEP)\]$/.test(word) ? " att-hd-special" : ""}`,
    }, word));
    this.element.replaceChildren(...this.options);
    this.element.classList.toggle("att-hd-many", maps.size > 24);
  }

  /** @param {Maps} maps @param {number} head @param {Place} place */
  link(maps, head, { row, column }) {
    const weights = maps.row(head, row);
    this.options.forEach((option, key) => {
      const linked = weights[key] >= STANDS_OUT;
      const text = linked ? weightText(weights[key]) : "";
      const rgb = weightColour(weights[key] / 100);
      option.style.cssText = linked ? `background-color:${css(rgb)};color:${textColour(rgb)}` : "";
      option.classList.toggle("att-hd-here", key === row);
      option.classList.toggle("att-hd-key", key === column);
      setAttribute(option, "data-weight", text);
      setAttribute(option, "aria-selected", String(key === row));
      setAttribute(option, "aria-label", `${maps.names[key]}${text && `, weight ${text}`}`);
      setAttribute(option, "tabindex", key === row ? "0" : "-1");
    });
    this.at = row;
  }

  /** @param {Event} event */
  #place(event) {
    const option = /** @type {Element} */ (event.target).closest("[role=option]");
    return this.options.indexOf(/** @type {HTMLElement} */ (option));
  }

  #listen() {
    const choose = (/** @type {Event} */ event) => {
      const row = this.#place(event);
      if (row >= 0) this.choose({ row, column: null });
    };
    on(this.element, "pointerover", (event) => { if (event.pointerType !== "touch") choose(event); });
    on(this.element, "focusin", choose);
    on(this.element, "keydown", (event) => {
      const last = this.options.length - 1;
      /** @type {Record<string, number>} */
      const moves = {
        ArrowLeft: this.at - 1, ArrowRight: this.at + 1, Home: 0, End: last,
        " ": this.at, ArrowUp: this.at, ArrowDown: this.at, // they would scroll the page away
      };
      if (!(event.key in moves)) return;
      event.preventDefault();
      this.options[Math.min(Math.max(moves[event.key], 0), last)]?.focus();
    });
  }
}
