import assert from "node:assert/strict";
import { test } from "node:test";
import { state as edits, store as stores } from "./support/modules.mjs";
import { FakeModel } from "./support/model.mjs";
import { aState } from "./support/states.mjs";

/** A store that follows its model, as in the editor, and the edits that it announced. */
function aStore(state = aState()) {
  const model = new FakeModel({ state });
  const announced = [];
  const store = new stores.Store(model, (edit) => announced.push(edit));
  model.on("change:state", () => store.follow());
  return { model, store, announced };
}

const edited = (store, value) => edits.withNumber(store.state, "query", 0, 0, value);

test("an edit is one step of history, one change on the screen and one message to Python", () => {
  const { model, store, announced } = aStore();
  store.commit(edited(store, 7));
  assert.equal(store.history.past.length, 1);
  assert.equal(announced.length, 1);
  assert.equal(model.saved.length, 1);
  assert.deepEqual(model.saved[0], { ...aState(), seq: 1, query: [[7, 0.5], [-2, 1], [0.3, -0.7]] });
});

test("the result on the screen is that of the state on the screen", () => {
  const { store } = aStore();
  store.commit(edited(store, 7));
  assert.deepEqual(store.result.raw[0], [7 * 0.5 - 0.5, 7 * 1.5 + 1, 7 * -0.4 + 0.05]);
  store.travel("undo");
  assert.deepEqual(store.result.raw[0][1], 2.5);
});

test("a preview shows and does not record, nor tell Python", () => {
  const { model, store, announced } = aStore();
  for (const value of [1, 2, 3]) store.preview(edited(store, value));
  assert.equal(store.state.query[0][0], 3);
  assert.equal(store.result.raw[0][0], 3 * 0.5 - 0.5);
  assert.equal(store.history.past.length, 0);
  assert.equal(model.saved.length, 0);
  assert.deepEqual(announced, [null, null, null]);
});

test("a drag of many previews is undone in one step, to where it began", () => {
  const { store } = aStore();
  for (const value of [1, 2, 3]) store.preview(edited(store, value));
  store.commit(edited(store, 3));
  assert.equal(store.history.past.length, 1);
  assert.equal(store.travel("undo"), true);
  assert.equal(store.state.query[0][0], 1);
  assert.deepEqual(store.state, { ...aState(), seq: 2 });
});

test("a drag is announced against where it began, not against its last preview", () => {
  const { store, announced } = aStore();
  const start = store.result;
  for (const value of [1, 2, 3]) store.preview(edited(store, value));
  store.commit(edited(store, 3));
  assert.equal(announced.at(-1).before, start);
});

test("every edit, undo and redo has a higher sequence number than the one before", () => {
  const { model, store } = aStore();
  store.commit(edited(store, 2));
  store.commit(edited(store, 3));
  store.travel("undo");
  store.travel("undo");
  store.travel("redo");
  store.commit(edited(store, 4));
  assert.deepEqual(model.saved.map(({ seq }) => seq), [1, 2, 3, 4, 5, 6]);
  assert.deepEqual(model.saved.map(({ query }) => query[0][0]), [2, 3, 2, 1, 2, 4]);
});

test("nothing to undo changes nothing and tells nobody", () => {
  const { model, store, announced } = aStore();
  assert.equal(store.travel("undo"), false);
  assert.equal(store.travel("redo"), false);
  assert.deepEqual([model.saved, announced, store.state], [[], [], aState()]);
});

test("50 edits are undone one by one", () => {
  const { store } = aStore();
  for (let i = 1; i <= 50; i++) store.commit(edited(store, i / 10));
  for (let i = 49; i >= 1; i--) {
    assert.equal(store.travel("undo"), true);
    assert.equal(store.state.query[0][0], i / 10);
  }
  store.travel("undo");
  assert.equal(store.state.query[0][0], 1);
  assert.equal(store.travel("undo"), false);
});

test("Python's change is followed, recorded and can be undone", () => {
  const { model, store } = aStore();
  const fromPython = { ...aState(), seq: 1, mask: "causal" };
  model.set("state", fromPython);
  assert.deepEqual(store.state, fromPython);
  assert.equal(store.result.weights[0][1], 0);
  assert.equal(store.history.past.length, 1);
  assert.deepEqual(model.saved, []);
  store.travel("undo");
  assert.equal(store.state.mask, "none");
  assert.equal(store.state.seq, 2);
});

test("what Python sends back unchanged is not another step: no echo loop", () => {
  const { model, store, announced } = aStore();
  store.commit(edited(store, 7));
  model.set("state", structuredClone(store.state));
  model.set("state", structuredClone(store.state));
  assert.equal(store.history.past.length, 1);
  assert.equal(model.saved.length, 1);
  assert.equal(announced.length, 1);
});

test("the first edit tells Python what the editor began with, the next ones leave it", () => {
  const { model, store } = aStore();
  store.preview(edited(store, 5));
  assert.deepEqual([model.get("initial"), store.initial], [undefined, aState()]);
  store.commit(edited(store, 7));
  store.commit(edited(store, 8));
  store.travel("undo");
  assert.deepEqual([model.get("initial"), store.initial], [aState(), aState()]);
});

test("while an edit waits to be sent, what the editor began with is still known", () => {
  const model = new FakeModel({ state: aState(), initial: null });
  const waiting = [];
  const store = new stores.Store(model, () => {}, (task) => waiting.push(task));
  store.commit(edited(store, 7));
  store.commit(edited(store, 8));
  assert.deepEqual(store.initial, aState());
  for (const task of waiting) task();
  assert.deepEqual([model.get("initial"), store.initial], [aState(), aState()]);
  assert.equal(model.get("state").query[0][0], 8);
});

test("an editor that was saved after edits goes back to its own beginning", () => {
  const initial = aState();
  const model = new FakeModel({ state: { ...aState({ mask: "causal" }), seq: 4 }, initial });
  const store = new stores.Store(model, () => {});
  store.commit(edited(store, 7));
  store.commit(store.initial);
  assert.deepEqual(store.state, { ...aState(), seq: 6 });
  store.travel("undo");
  assert.deepEqual([store.state.mask, store.state.query[0][0]], ["causal", 7]);
  assert.equal(model.get("initial"), initial);
});

test("two views of one editor follow each other without an echo", () => {
  const { model, store } = aStore();
  const other = new stores.Store(model, () => {});
  model.on("change:state", () => other.follow());
  store.commit(edited(store, 7));
  assert.deepEqual(other.state, store.state);
  other.travel("undo");
  assert.deepEqual(store.state, other.state);
  assert.equal(store.state.query[0][0], 1);
  assert.equal(model.saved.length, 2);
});
