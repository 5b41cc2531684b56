// What each control and key does to the state.
import { makeEditable, nudged } from "./edit.js";
import { EDITABLE } from "./board.js";
import { on } from "./dom.js";
import { withCommand } from "./keys.js";
import { asPython } from "./python.js";
import { keyWords, numbersOf, withMask, withMaskToggled, withNumber, withTokens } from "./state.js";
import { parseWords } from "./words.js";

/** @typedef {import("./editor.js").Editor} Editor */
/** @typedef {import("./types.js").Cell} Cell */

/**
 * A widget around grids of numbers: what keys and presses need of it.
 * @template {string} N
 * @typedef {object} Host
 * @property {HTMLElement} element
 * @property {{ grids: Record<N, import("./grid.js").Grid> }} board
 * @property {{ travel: (way: "undo" | "redo") => boolean }} store
 * @property {{ matrix: N, row: number, column: number }} focused
 * @property {() => object | null} chosenInput
 * @property {(cell: { matrix: N, row: number, column: number } | null) => void} pin
 * @property {(message: string) => void} say
 */

export const NOT_SCALED = "√head_dim is the dot product's own scale: a cosine stays between −1 and 1, "
  + "and Wₐ and v are learned, any factor with them.";

/** @param {Editor} editor @returns {import("./controls.js").ControlEvents} */
export function controlEvents(editor) {
  const { store, model } = editor;
  const set = (/** @type {Partial<import("./types.js").State>} */ change) => store.commit({ ...store.state, ...change });
  return {
    words: (which, text) => {
      const parsed = parseWords(text);
      if ("problem" in parsed) {
        editor.say(parsed.problem, true);
        return false;
      }
      const words = which === "tokens" ? store.state.tokens : keyWords(store.state);
      if (parsed.tokens.join(" ") === words.join(" ")) return true;
      store.commit(which === "tokens"
        ? withTokens(store.state, parsed.tokens) : withTokens(store.state, store.state.tokens, parsed.tokens));
      return true;
    },
    source: (own) => store.commit(withTokens(store.state, store.state.tokens, own ? store.state.tokens : null)),
    score: (score) => set({ score }),
    scaled: (scaled) => {
      if (store.state.score === "dot") return set({ scaled });
      editor.show();
      return editor.say(NOT_SCALED, true);
    },
    temperature: (temperature, final) => {
      if (!final) return store.preview({ ...store.state, temperature });
      if (temperature !== store.history.present.temperature) set({ temperature });
    },
    mask: (mask) => store.commit(withMask(store.state, mask)),
    maskSize: (name, size) => set({ [name]: size }),
    undo: () => travel(editor, "undo"),
    redo: () => travel(editor, "redo"),
    reset: () => {
      editor.board.resetLimits();
      store.commit(store.initial);
    },
    copy: () => editor.copier.copy(asPython(store.state)),
    present: () => {
      model.set("present", !model.get("present"));
      model.save_changes();
      editor.show();
    },
  };
}

/** @param {Editor} editor */
export function wireBoard(editor) {
  const { board, store } = editor;
  for (const name of EDITABLE) {
    makeEditable(board.grids[name], {
      read: (row, column) => numbersOf(store.state, name)[row][column],
      preview: (row, column, value) => store.preview(withNumber(store.state, name, row, column, value)),
      commit: (row, column, value) => {
        // Compared with the record: a drag has already changed what is shown.
        if (value === numbersOf(store.history.present, name)[row][column]) store.preview(store.history.present);
        else store.commit(withNumber(store.state, name, row, column, value));
      },
      complain: (message) => editor.say(message, true),
    });
  }
  onPress(editor, "mask", ({ row, column }) => store.commit(withMaskToggled(store.state, row, column)));
  for (const name of /** @type {const} */ (["scores", "weights", "output"])) {
    onPress(editor, name, (cell) => editor.pin(cell));
  }
  on(editor.element, "keydown", (event) => onKey(editor, event));
}

/** Change the chosen input by one step. @param {Editor} editor @param {1 | -1} direction */
export function step(editor, direction) {
  const cell = editor.chosenInput();
  if (!cell) return;
  const { name, row, column, value } = cell;
  editor.store.commit(withNumber(editor.store.state, name, row, column, nudged(value, direction * 0.1)));
}

/** @param {Pick<Host<string>, "store" | "say">} editor @param {"undo" | "redo"} way */
export function travel(editor, way) {
  if (!editor.store.travel(way)) editor.say(`Nothing to ${way}`);
}

/**
 * Click, Space or Enter.
 * @template {string} N
 * @param {Host<N>} editor @param {N} name @param {(cell: { matrix: N, row: number, column: number }) => void} press
 */
export function onPress(editor, name, press) {
  const grid = editor.board.grids[name];
  /** @param {Event} event */
  const handle = (event) => {
    const place = grid.place(event);
    if (place) press({ matrix: name, row: place[0], column: place[1] });
  };
  on(grid.table, "click", handle);
  on(grid.table, "keydown", (event) => {
    if (event.key !== " " && event.key !== "Enter") return;
    event.preventDefault();
    handle(event);
  });
}

/** @template {string} N @param {Host<N>} editor @param {KeyboardEvent} event */
export function onKey(editor, event) {
  const typing = /** @type {Element} */ (event.target).matches("input[type=text], input[type=number], textarea");
  if (typing || event.defaultPrevented) return;
  const key = event.key.toLowerCase();
  if (withCommand(event) && (key === "z" || key === "y")) {
    event.preventDefault();
    travel(editor, key === "y" || event.shiftKey ? "redo" : "undo");
  } else if (event.key === "Escape") {
    editor.pin(null);
  } else if (event.key === " " && editor.chosenInput()) {
    event.preventDefault();
    editor.pin(editor.focused);
  }
}
