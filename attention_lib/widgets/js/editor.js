// AttentionEditor: edit Q, K and V, and every linked view follows in the same paint.
import { controlEvents, step, wireBoard } from "./actions.js";
import { Board, isInput, namesOf } from "./board.js";
import { Copier } from "./clipboard.js";
import { Controls } from "./controls.js";
import { outputLines, pairLines } from "./derivation.js";
import { el, setText } from "./dom.js";
import { exact } from "./format.js";
import { goalStatus } from "./goal.js";
import { isolateKeys } from "./keys.js";
import { changeSentence, parameterName } from "./looks.js";
import { Panel } from "./panel.js";
import { marksFor, pairFor } from "./selection.js";
import { numbersOf } from "./state.js";
import { Store } from "./store.js";

/** @typedef {import("./types.js").Cell} Cell */
/** @typedef {import("./types.js").Model} Model */
/** @typedef {import("./types.js").Result} Result */

export class Editor {
  /** @type {Cell | null} */ #hovered = null;
  /** @type {Cell | null} */ #pinned = null;
  /** @type {Cell} */ focused;
  #pair; #goal; #status; #controls; #panel;

  /** @param {Model} model */
  constructor(model) {
    this.model = model;
    this.store = new Store(model, (edit) => this.#onChange(edit),
      (task) => queueMicrotask(task));
    this.focused = { matrix: "weights", row: 0, column: largest(this.store.result.weights[0]) };
    this.#pair = pairFor(this.focused, { i: 0, j: 0 });

    this.#goal = el("div", "att-goal");
    this.#status = el("div", { class: "att-status", role: "status" });
    this.copier = new Copier((message) => this.say(message));
    this.board = new Board({
      hover: (cell) => { this.#hovered = cell; this.select(); },
      focus: (cell) => { this.focused = cell; this.select(); },
    });
    this.#controls = new Controls(controlEvents(this));
    this.#panel = new Panel((direction) => step(this, direction));
    this.element = el("div", { class: "att-editor", role: "group", "aria-label": "Attention editor" },
      this.#goal, this.#controls.element, this.board.element, this.copier.element);
    this.#panel.derivation.append(this.#status);
    this.board.element.append(this.#panel.element); // where on the page: editor.css decides
    wireBoard(this);
    isolateKeys(this.element);
    this.show();
  }

  /** Draw the store's state. @param {boolean} [edited]  flash what changed */
  show(edited = false) {
    const { state, result, history } = this.store;
    const present = this.model.get("present");
    const typing = this.element.contains(document.activeElement);
    this.board.show(state, result, edited);
    this.#controls.show(state, history, present);
    this.element.classList.toggle("att-present", present);
    this.#showGoal();
    if (typing && !this.element.contains(document.activeElement)) this.#keepKeyboard();
    this.select();
  }

  /** Outline what belongs to the pinned, hovered or focused cell, and derive it. */
  select() {
    const { state, result } = this.store;
    const chosen = this.#alive(this.#pinned) ?? this.#alive(this.#hovered) ?? this.#alive(this.focused)
      ?? { matrix: "weights", row: 0, column: 0 };
    const pair = pairFor(chosen, this.#pair);
    this.#pair = { i: Math.min(pair.i, state.query.length - 1), j: Math.min(pair.j, state.key.length - 1) };
    const pinned = sameCell(chosen, this.#pinned);
    this.board.mark(marksFor(chosen, state.score), pinned);

    const named = namesOf(state);
    const { i, j } = this.#pair;
    const note = pinned ? "  (pinned: Esc lets go)" : "";
    if (chosen.matrix === "output" || chosen.matrix === "value") {
      this.#panel.show(`output ${named.queries[i]}, dimension ${chosen.column + 1}${note}`,
        outputLines(state, result, named, i, chosen.column));
    } else {
      this.#panel.show(`query ${named.queries[i]} · key ${named.keys[j]}${note}`,
        pairLines(state, result, named, i, j));
    }
    this.#panel.offerSteps(this.chosenInput());
  }

  /** Pin a cell; the same again, or null, lets go. @param {Cell | null} cell */
  pin(cell) {
    this.#pinned = sameCell(cell, this.#pinned) ? null : cell;
    this.select();
  }

  /** @param {string} message @param {boolean} [wrong]  whether it refuses something */
  say(message, wrong = false) {
    setText(this.#status, message);
    this.#status.classList.toggle("att-wrong", wrong && message !== "");
  }

  /** The focused number of Q, K or V, which − and + change. */
  chosenInput() {
    const { matrix, row, column } = this.focused;
    if (!isInput(matrix) || !this.#alive(this.focused)) return null;
    const { state } = this.store;
    const { queries, keys } = namesOf(state);
    const token = (matrix === "query" ? queries : keys)[row];
    const value = numbersOf(state, matrix)[row][column];
    const label = matrix === "parameter"
      ? parameterName(state, row, column) : `${matrix} ${token}, dimension ${column + 1}`;
    return { name: matrix, row, column, value, label, text: exact(value) };
  }

  /** @param {{ before: Result } | null} edit */
  #onChange(edit) {
    this.show(edit !== null);
    if (edit) this.say(changeSentence(edit.before, this.store.result, namesOf(this.store.state)));
  }

  /** A cell, unless an edit has taken it away. @param {Cell | null} cell */
  #alive(cell) {
    return cell && this.board.grids[cell.matrix].cells[cell.row]?.[cell.column] ? cell : null;
  }

  /** Its cell is gone: without a new place the next key would reach the notebook. */
  #keepKeyboard() {
    const grid = this.board.grids[this.focused.matrix];
    if (grid.element.hidden) this.#controls.score.focus();
    else grid.focus();
  }

  #showGoal() {
    const goal = this.model.get("goal");
    this.#goal.hidden = !goal;
    if (!goal) return;
    const { result, state, initial } = this.store;
    const { done, text } = goalStatus(goal, result, state, initial);
    setText(this.#goal, text);
    this.#goal.classList.toggle("att-done", done);
  }
}

/** @param {Cell | null} a @param {Cell | null} b */
const sameCell = (a, b) => a?.matrix === b?.matrix && a?.row === b?.row && a?.column === b?.column;

/** @param {number[]} row */
const largest = (row) => row.indexOf(Math.max(...row));

/** @param {{ model: Model, el: HTMLElement }} view */
function render({ model, el: host }) {
  host.classList.add("att-host");
  const editor = new Editor(model);
  const follow = () => editor.store.follow();
  const redraw = () => editor.show();
  /** @type {[string, () => void][]} */
  const heard = [["change:state", follow], ["change:present", redraw], ["change:goal", redraw]];
  for (const [event, callback] of heard) model.on(event, callback);
  host.append(editor.element);
  return () => {
    for (const [event, callback] of heard) model.off(event, callback);
  };
}

export default { render };
