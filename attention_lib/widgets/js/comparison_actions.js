// What each control and key of a comparison does to its state.
import { NOT_SCALED, onKey, onPress, travel } from "./actions.js";
import { INPUTS, OUTPUTS, WEIGHTS } from "./comparison_board.js";
import { CUSTOM, withPreset } from "./comparison_presets.js";
import { onBothSides, sideOf, withInput, withSetting } from "./comparison_state.js";
import { on } from "./dom.js";
import { makeEditable, nudged } from "./edit.js";
import { keyWords, withTokens } from "./state.js";
import { parseWords } from "./words.js";

/** @typedef {import("./comparison.js").Comparison} Widget */
/** @typedef {import("./comparison_types.js").Side} Side */

/** @param {Widget} widget @returns {import("./comparison_controls.js").ComparisonEvents} */
export function controlEvents(widget) {
  const { store, model } = widget;
  return {
    words: (which, text) => {
      const parsed = parseWords(text);
      if ("problem" in parsed) {
        widget.say(parsed.problem, true);
        return false;
      }
      const { tokens } = store.state;
      const words = which === "tokens" ? tokens : keyWords(sideOf(store.state, "a"));
      if (parsed.tokens.join(" ") === words.join(" ")) return true;
      store.commit(onBothSides(store.state, (one) => which === "tokens"
        ? withTokens(one, parsed.tokens) : withTokens(one, tokens, parsed.tokens)));
      return true;
    },
    source: (own) => store.commit(onBothSides(store.state, (one) =>
      withTokens(one, one.tokens, own ? one.tokens : null))),
    preset: (name) => {
      if (name !== CUSTOM) store.commit(withPreset(store.state, name));
      else widget.show(); // nothing to set: it names what the sides are set to
    },
    undo: () => travel(widget, "undo"),
    redo: () => travel(widget, "redo"),
    reset: () => {
      widget.board.resetLimits();
      store.commit(store.initial);
    },
    present: () => {
      model.set("present", !model.get("present"));
      model.save_changes();
      widget.show();
    },
  };
}

/** @param {Widget} widget @param {Side} side @returns {import("./comparison_settings.js").Change} */
export function settingEvents(widget, side) {
  const { store } = widget;
  return (change, final = true) => {
    if ("scaled" in change && store.state[side].score !== "dot") {
      widget.show();
      return widget.say(NOT_SCALED, true);
    }
    const next = withSetting(store.state, side, change);
    if (!final) store.preview(next);
    else if (JSON.stringify(next) !== JSON.stringify(store.history.present)) store.commit(next);
    return undefined;
  };
}

/** @param {Widget} widget */
export function wireBoard(widget) {
  const { board, store } = widget;
  for (const name of INPUTS) {
    makeEditable(board.grids[name], {
      read: (row, column) => store.state[name][row][column],
      preview: (row, column, value) => store.preview(withInput(store.state, name, row, column, value)),
      commit: (row, column, value) => {
        // Compared with the record: a drag has already changed what is shown.
        if (value === store.history.present[name][row][column]) store.preview(store.history.present);
        else store.commit(withInput(store.state, name, row, column, value));
      },
      complain: (message) => widget.say(message, true),
    });
  }
  for (const name of [...WEIGHTS, ...OUTPUTS]) onPress(widget, name, (cell) => widget.pin(cell));
  on(widget.element, "keydown", (event) => onKey(widget, event));
}

/** Change the chosen input by one step. @param {Widget} widget @param {1 | -1} direction */
export function step(widget, direction) {
  const cell = widget.chosenInput();
  if (!cell) return;
  const { name, row, column, value } = cell;
  widget.store.commit(withInput(widget.store.state, name, row, column, nudged(value, direction * 0.1)));
}
