import assert from "node:assert/strict";
import { test } from "node:test";
import { history } from "./support/modules.mjs";

function committed(count) {
  const steps = new history.History(0);
  for (let i = 1; i <= count; i++) steps.commit(i);
  return steps;
}

test("at least 50 steps can be undone one by one, and redone", () => {
  const steps = committed(60);
  for (let i = 59; i >= 0; i--) {
    assert.equal(steps.undo(), true);
    assert.equal(steps.present, i);
  }
  assert.equal(steps.undo(), false);
  assert.equal(steps.present, 0);
  for (let i = 1; i <= 60; i++) {
    assert.equal(steps.redo(), true);
    assert.equal(steps.present, i);
  }
  assert.equal(steps.redo(), false);
  assert.equal(steps.present, 60);
});

test("an edit after an undo starts a new future", () => {
  const steps = committed(3);
  steps.undo();
  steps.undo();
  steps.commit("other");
  assert.equal(steps.redo(), false);
  assert.equal(steps.present, "other");
  steps.undo();
  assert.equal(steps.present, 1);
});

test("a full history forgets its oldest step, not its newest", () => {
  const steps = new history.History("a", 2);
  for (const next of ["b", "c", "d"]) steps.commit(next);
  assert.deepEqual([steps.undo(), steps.present], [true, "c"]);
  assert.deepEqual([steps.undo(), steps.present], [true, "b"]);
  assert.equal(steps.undo(), false);
});

test("nothing to undo or redo at the start", () => {
  const steps = new history.History("only");
  assert.deepEqual([steps.undo(), steps.redo(), steps.present], [false, false, "only"]);
});
