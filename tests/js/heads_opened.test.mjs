import assert from "node:assert/strict";
import { before, test } from "node:test";
import { heads_opened as opening } from "./support/modules.mjs";
import { FakeModel } from "./support/model.mjs";

const { OpenedHead } = opening;

/** As much of an element as is looked at here. */
class FakeElement {
  textContent = "";
  children = [];
  setAttribute() {}
  addEventListener() {}
  scrollIntoView() {}
  append(...children) { this.children.push(...children); }
  replaceChildren(...children) { this.children = children; }
}

before(() => { globalThis.document = { createElement: () => new FakeElement() }; });

/** An opened head whose editors come when they are delivered, or fail. */
function anOpenedHead() {
  const model = new FakeModel({ opened: null });
  const editors = new Map();
  model.widget_manager = {
    get_model: (id) => new Promise((resolve, reject) => editors.set(id, { resolve, reject })),
    create_view: async (id) => ({ el: `editor ${id}`, remove() {} }),
  };
  const head = new OpenedHead(model, () => {});
  const show = (id) => {
    model.set("opened", `IPY_MODEL_${id}`);
    return head.show({ opened: { title: `title ${id}` } });
  };
  return { head, editors, show };
}

const shown = ({ title, place }) => [title.textContent, place.children];

test("an editor that is gone because another was opened meanwhile says nothing of itself", async () => {
  const { head, editors, show } = anOpenedHead();
  const [first, second] = [show("a"), show("b")];
  editors.get("b").resolve("b");
  await second;
  editors.get("a").reject(new Error("closed"));
  await first;
  assert.deepEqual(shown(head), ["title b", ["editor b"]]);
});

test("an editor that comes too late takes no place", async () => {
  const { head, editors, show } = anOpenedHead();
  const [first, second] = [show("a"), show("b")];
  editors.get("b").resolve("b");
  await second;
  editors.get("a").resolve("a");
  await first;
  assert.deepEqual(shown(head), ["title b", ["editor b"]]);
});

test("an editor that cannot be had says so", async () => {
  const { head, editors, show } = anOpenedHead();
  const only = show("a");
  editors.get("a").reject(new Error("no such model"));
  await only;
  assert.deepEqual(shown(head), ["The editor cannot be shown here: run this cell again.", []]);
});
