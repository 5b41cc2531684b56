// The 72 heads as buttons, with one for each layer, each column and all: one tab stop, arrows inside.
import { css, signedColour, textColour } from "./colour.js";
import { el, on, setAttribute, setText } from "./dom.js";
import { withCommand } from "./keys.js";
import { headsAt, headsOf, HEADS, LAYERS, pressed } from "./pruning_sets.js";
import { headName, signed } from "./pruning_words.js";

const LIMIT = 5; // texts more or fewer, where the colours end

export class HeadGrid {
  #at = { row: 1, column: 1 };

  /** @param {(numbers: number[]) => void} press */
  constructor(press) {
    /** @type {number[][][]} which heads each button stands for */ this.numbers = [];
    this.buttons = Array.from({ length: LAYERS + 1 }, (_, row) => {
      this.numbers.push([]);
      return Array.from({ length: HEADS + 1 }, (_, column) => this.#button(row, column, press));
    });
    const rows = this.buttons.map((buttons, row) => el("tr", {}, ...buttons.map((button, column) =>
      row > 0 && column > 0 ? el("td", { role: "gridcell" }, button)
        : el("th", { scope: column === 0 && row > 0 ? "row" : "col" }, button))));
    this.table = el("table", { role: "grid", "aria-label": "heads by layer, each a switch" },
      el("thead", {}, rows[0]), el("tbody", {}, ...rows.slice(1)));
    on(this.table, "keydown", (event) => this.#navigate(event));
    on(this.table, "focusin", (event) => this.#follow(/** @type {Element} */ (event.target)));
    this.#moveTabStop(1, 1);
  }

  /** @param {string} key @param {((number: number) => number) | null} worth  null: not shown */
  show(key, worth) {
    const heads = headsOf(key);
    this.buttons.forEach((buttons, row) => buttons.forEach((button, column) => {
      const numbers = this.numbers[row][column];
      setAttribute(button, "aria-pressed", pressed(key, numbers));
      if (row > 0 && column > 0) showHead(button, numbers[0], heads[numbers[0]], worth?.(numbers[0]) ?? null);
    }));
  }

  /** @param {number} row @param {number} column @param {(numbers: number[]) => void} press */
  #button(row, column, press) {
    const [layer, head] = [row > 0 ? row - 1 : null, column > 0 ? column - 1 : null];
    const numbers = headsAt(layer, head);
    this.numbers[row].push(numbers);
    const text = layer === null ? (head === null ? "all" : `H${head}`) : head === null ? `L${layer}` : "";
    const name = layer === null ? (head === null ? "all heads" : `head ${head} of every layer`) : `all heads of layer ${layer}`;
    const button = el("button", { type: "button", tabindex: "-1", ...(text ? { "aria-label": `${text}: ${name}` } : {}) }, text);
    on(button, "click", () => press(numbers));
    return button;
  }

  /** @param {Element} button */
  #follow(button) {
    this.buttons.forEach((buttons, row) => {
      const column = buttons.findIndex((each) => each === button);
      if (column >= 0) this.#moveTabStop(row, column);
    });
  }

  /** @param {KeyboardEvent} event */
  #navigate(event) {
    if (event.altKey) return;
    const { row, column } = this.#at;
    const far = withCommand(event);
    /** @type {Record<string, [number, number]>} */
    const moves = {
      ArrowUp: [row - 1, column], ArrowDown: [row + 1, column],
      ArrowLeft: [row, column - 1], ArrowRight: [row, column + 1],
      Home: [far ? 0 : row, 0], End: [far ? LAYERS : row, HEADS],
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    this.#moveTabStop(Math.max(0, Math.min(move[0], LAYERS)), Math.max(0, Math.min(move[1], HEADS)));
    this.buttons[this.#at.row][this.#at.column].focus();
  }

  /** @param {number} row @param {number} column */
  #moveTabStop(row, column) {
    this.buttons[this.#at.row][this.#at.column].setAttribute("tabindex", "-1");
    this.#at = { row, column };
    this.buttons[row][column].setAttribute("tabindex", "0");
  }
}

/** @param {HTMLElement} button @param {number} number @param {boolean} isOn @param {number | null} worth */
function showHead(button, number, isOn, worth) {
  setText(button, worth === null ? (isOn ? "on" : "off") : signed(worth));
  setAttribute(button, "aria-label", headName(number, isOn, worth));
  const rgb = worth === null || !isOn ? null : signedColour(worth, LIMIT);
  button.style.cssText = rgb ? `background-color:${css(rgb)};color:${textColour(rgb)}` : "";
}
