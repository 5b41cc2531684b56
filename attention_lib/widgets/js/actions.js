// What each control and key does to the state.
import { makeEditable, nudged } from "./edit.js";
import { EDITABLE } from "./board.js";
import { asPython } from "./python.js";
import { withMask, withMaskToggled, withNumber, withTokens } from "./state.js";
import { parseWords } from "./words.js";

/** @typedef {import("./editor.js").Editor} Editor */
/** @typedef {import("./types.js").Cell} Cell */

/** @param {Editor} editor @returns {import("./controls.js").ControlEvents} */
export function controlEvents(editor) {
  const { store, model } = editor;
  return {
    words: (text) => {
      const parsed = parseWords(text);
      if ("problem" in parsed) {
        editor.say(parsed.problem, true);
        return false;
      }
      if (parsed.tokens.join(" ") !== store.state.tokens.join(" ")) {
        store.commit(withTokens(store.state, parsed.tokens));
      }
      return true;
    },
    scaled: (scaled) => store.commit({ ...store.state, scaled }),
    temperature: (temperature, final) => {
      if (!final) return store.preview({ ...store.state, temperature });
      if (temperature !== store.history.present.temperature) {
        store.commit({ ...store.state, temperature });
      }
    },
    mask: (mask) => store.commit(withMask(store.state, mask)),
    maskSize: (name, size) => store.commit({ ...store.state, [name]: size }),
    undo: () => travel(editor, "undo"),
    redo: () => travel(editor, "redo"),
    reset: () => {
      editor.board.resetLimits();
      store.commit(model.get("initial"));
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
      read: (row, column) => store.state[name][row][column],
      preview: (row, column, value) => store.preview(withNumber(store.state, name, row, column, value)),
      commit: (row, column, value) => {
        // Compared with the record: a drag has already changed what is shown.
        if (value === store.history.present[name][row][column]) store.preview(store.history.present);
        else store.commit(withNumber(store.state, name, row, column, value));
      },
      complain: (message) => editor.say(message, true),
    });
  }
  onPress(editor, "mask", ({ row, column }) => store.commit(withMaskToggled(store.state, row, column)));
  for (const name of /** @type {const} */ (["scores", "weights", "output"])) {
    onPress(editor, name, (cell) => editor.pin(cell));
  }
  editor.element.addEventListener("keydown", (event) => onKey(editor, event));
}

/** Change the chosen input by one step. @param {Editor} editor @param {1 | -1} direction */
export function step(editor, direction) {
  const cell = editor.chosenInput();
  if (!cell) return;
  const { name, row, column, value } = cell;
  editor.store.commit(withNumber(editor.store.state, name, row, column, nudged(value, direction * 0.1)));
}

/** @param {Editor} editor @param {"undo" | "redo"} way */
function travel(editor, way) {
  if (!editor.store.travel(way)) editor.say(`Nothing to ${way}`);
}

/** Click, Space or Enter. @param {Editor} editor @param {"mask" | "scores" | "weights" | "output"} name @param {(cell: Cell) => void} press */
function onPress(editor, name, press) {
  const grid = editor.board.grids[name];
  /** @param {Event} event */
  const handle = (event) => {
    const place = grid.place(event);
    if (place) press({ matrix: name, row: place[0], column: place[1] });
  };
  grid.table.addEventListener("click", handle);
  grid.table.addEventListener("keydown", (event) => {
    if (event.key !== " " && event.key !== "Enter") return;
    event.preventDefault();
    handle(event);
  });
}

/** @param {Editor} editor @param {KeyboardEvent} event */
function onKey(editor, event) {
  const typing = /** @type {Element} */ (event.target).matches("input[type=text], input[type=number], textarea");
  if (typing || event.defaultPrevented) return;
  const key = event.key.toLowerCase();
  if ((event.ctrlKey || event.metaKey) && (key === "z" || key === "y")) {
    event.preventDefault();
    travel(editor, key === "y" || event.shiftKey ? "redo" : "undo");
  } else if (event.key === "Escape") {
    editor.pin(null);
  } else if (event.key === " " && editor.chosenInput()) {
    event.preventDefault();
    editor.pin(editor.focused);
  }
}
