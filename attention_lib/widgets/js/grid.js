// One matrix as an ARIA grid: one tab stop, arrows inside, a name for every cell.
import { el, on, setAttribute, uniqueId } from "./dom.js";
import { withCommand } from "./keys.js";

/** @typedef {{ text: string, label: string, background: string, colour: string, masked?: boolean }} CellLook */
/** @typedef {{ key: (row: number, column: number) => string | number, look: (row: number, column: number) => CellLook }} Painter */
/** @typedef {{ row?: number, column?: number, cell?: [number, number] }} Marks */

/**
 * @typedef {object} GridEvents
 * @property {(row: number, column: number) => void} hover
 * @property {() => void} leave
 * @property {(row: number, column: number) => void} focus
 */

export class Grid {
  #events;
  #at = { row: 0, column: 0 };
  #shape = "";
  /** @type {(string | number)[][]} what each cell shows now */ #painted = [];
  #paintedWith = "";
  /** @type {HTMLTableCellElement[]} */ #marked = [];

  /**
   * @param {string} name  of its class on the page
   * @param {{ editable: boolean }} options
   * @param {GridEvents} events
   */
  constructor(name, options, events) {
    this.#events = events;
    const id = uniqueId(name);
    this.title = el("div", { class: "att-title", id });
    this.axes = el("div", { class: "att-axes", "aria-hidden": "true" });
    this.table = el("table", { role: "grid", "aria-labelledby": id });
    if (!options.editable) this.table.setAttribute("aria-readonly", "true");
    this.legend = el("div", "att-legend");
    this.element = el("div", `att-matrix att-${name}`,
      this.title, this.axes, this.table, this.legend);
    /** @type {HTMLTableCellElement[][]} */ this.cells = [];
    /** @type {HTMLElement[]} */ this.rowEnds = [];
    this.#listen();
  }

  /**
   * @param {string[]} rows @param {string[]} columns
   * @param {string} [endTitle]  heading of one more, unfocusable column
   */
  layOut(rows, columns, endTitle) {
    const shape = JSON.stringify([rows, columns, endTitle]);
    if (shape === this.#shape) return;
    this.#shape = shape;
    const heads = columns.map((text) => el("th", { scope: "col" }, el("span", {}, text)));
    if (endTitle) heads.push(el("th", { scope: "col", class: "att-end" }, endTitle));
    this.cells = rows.map(() => columns.map(() =>
      el("td", { role: "gridcell", tabindex: "-1", "aria-selected": "false" })));
    this.#painted = rows.map(() => []);
    this.#marked = [];
    this.rowEnds = rows.map(() => el("td", "att-end"));
    const body = rows.map((text, i) => el("tr", {},
      el("th", { scope: "row" }, el("span", {}, text)), ...this.cells[i],
      ...(endTitle ? [this.rowEnds[i]] : [])));
    this.table.replaceChildren(
      el("thead", {}, el("tr", {}, el("td"), ...heads)),
      el("tbody", {}, ...body));
    this.#moveTabStop(clamp(this.#at.row, rows.length - 1), clamp(this.#at.column, columns.length - 1));
  }

  /**
   * Touches only the cells whose key changed: an edit of one query changes one row.
   * @param {Painter} painter @param {string} context  what else the looks depend on
   * @returns {HTMLTableCellElement[]} the cells that now read differently
   */
  paint({ key, look }, context) {
    /** @type {HTMLTableCellElement[]} */ const changed = [];
    if (context !== this.#paintedWith) this.#painted = this.cells.map(() => []);
    this.#paintedWith = context;
    this.cells.forEach((cells, i) => cells.forEach((cell, j) => {
      const now = key(i, j);
      if (this.#painted[i][j] === now) return;
      const { text, label, background, colour, masked } = look(i, j);
      const typing = cell.firstElementChild; // the input; a number is plain text
      if (!typing && cell.textContent !== text) {
        cell.textContent = text;
        changed.push(cell);
      }
      this.#painted[i][j] = typing ? NaN : now; // under an input: paint again
      cell.setAttribute("aria-label", label);
      setAttribute(cell, "data-chars", String(text.length));
      cell.style.cssText = background && `background-color:${background};color:${colour}`;
      cell.classList.toggle("att-masked", masked ?? false);
    }));
    return changed;
  }

  /** Outline a row, a column or a cell. @param {Marks} marks @param {boolean} pinned */
  mark(marks, pinned) {
    const here = marks.cell && this.cells[marks.cell[0]]?.[marks.cell[1]];
    const next = [
      ...(marks.row === undefined ? [] : this.cells[marks.row] ?? []),
      ...(marks.column === undefined ? [] : this.cells.map((cells) => cells[marks.column ?? 0])),
      ...(here ? [here] : []),
    ];
    for (const cell of this.#marked) {
      if (!next.includes(cell)) cell.classList.remove("att-lit");
      cell.classList.toggle("att-here", cell === here);
      setAttribute(cell, "aria-selected", "false");
    }
    for (const cell of next) cell.classList.add("att-lit");
    here?.classList.add("att-here");
    if (here) setAttribute(here, "aria-selected", String(pinned));
    this.#marked = next;
  }

  focus() {
    this.#tabStop?.focus();
  }

  /** @param {Event} event @returns {[number, number] | null} */
  place(event) {
    const cell = /** @type {Element} */ (event.target).closest("td");
    const row = this.cells.findIndex((cells) => cells.includes(/** @type {any} */ (cell)));
    return row < 0 ? null : [row, this.cells[row].indexOf(/** @type {any} */ (cell))];
  }

  /** Whether a cell is still part of the table. @param {HTMLTableCellElement} cell */
  holds(cell) {
    return this.cells.some((cells) => cells.includes(cell));
  }

  /** @param {number} row @param {number} column */
  cellAt(row, column) {
    return this.cells[row][column];
  }

  #listen() {
    on(this.table, "pointerover", (event) => {
      const place = this.place(event);
      if (place && event.pointerType !== "touch") this.#events.hover(...place);
    });
    on(this.table, "pointerleave", () => this.#events.leave());
    on(this.table, "focusin", (event) => {
      const place = this.place(event);
      if (!place) return;
      this.#moveTabStop(...place);
      this.#events.focus(...place);
    });
    on(this.table, "keydown", (event) => this.#navigate(event));
  }

  /** @param {KeyboardEvent} event */
  #navigate(event) {
    if (event.defaultPrevented || event.altKey) return;
    if (/** @type {Element} */ (event.target).tagName === "INPUT") return;
    const { row, column } = this.#at;
    const far = withCommand(event);
    const lastRow = this.cells.length - 1;
    const lastColumn = this.cells[0].length - 1;
    /** @type {Record<string, [number, number]>} */
    const moves = {
      ArrowUp: [row - 1, column],
      ArrowDown: [row + 1, column],
      ArrowLeft: [row, column - 1],
      ArrowRight: [row, column + 1],
      Home: [far ? 0 : row, 0],
      End: [far ? lastRow : row, lastColumn],
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    this.#moveTabStop(clamp(move[0], lastRow), clamp(move[1], lastColumn));
    this.focus();
  }

  /** The one cell that Tab reaches. @returns {HTMLElement | undefined} */
  get #tabStop() {
    return this.cells[this.#at.row]?.[this.#at.column];
  }

  /** @param {number} row @param {number} column */
  #moveTabStop(row, column) {
    this.#tabStop?.setAttribute("tabindex", "-1");
    this.#at = { row, column };
    this.#tabStop?.setAttribute("tabindex", "0");
  }
}

/** @param {number} x @param {number} last */
const clamp = (x, last) => Math.max(Math.min(x, last), 0);
