// Keep keys from the notebook: with focus in a widget JupyterLab's `x` would cut the cell.

import { on } from "./dom.js";

/** Ctrl, or ⌘ on a Mac. @param {KeyboardEvent} event */
export const withCommand = (event) => event.ctrlKey || event.metaKey;

/** @param {HTMLElement} root */
export function isolateKeys(root) {
  on(root, "keydown", (event) => {
    const saves = withCommand(event) && event.key.toLowerCase() === "s";
    if (!saves) event.stopPropagation();
  });
}

/** Where Space does nothing, it would scroll the page by a screen. @param {HTMLElement} table */
export function keepPage(table) {
  on(table, "keydown", (event) => { if (event.key === " ") event.preventDefault(); });
}
