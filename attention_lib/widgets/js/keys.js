// Keep keys from the notebook: with focus in a widget JupyterLab's `x` would cut the cell.

/** @param {HTMLElement} root */
export function isolateKeys(root) {
  root.addEventListener("keydown", (event) => {
    const saves = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s";
    if (!saves) event.stopPropagation();
  });
}
