import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { heads_ask as asking } from "./support/modules.mjs";
import { FakeModel } from "./support/model.mjs";

const { Asker, waitingFor } = asking;

beforeEach(() => mock.timers.reset());

/** An asker, what it has sent and what it says while it waits. */
function anAsker(kernel) {
  mock.timers.enable({ apis: ["setTimeout"] });
  const model = new FakeModel({ request: { seq: 3 }, answer: { seq: 3 } });
  model.widget_manager = { kernel };
  const sent = [];
  model.save_changes = () => sent.push(model.get("request"));
  const said = [];
  return { model, sent, said, asker: new Asker(model, (message) => said.push(message)) };
}

const answerTo = (model, asker, seq) => {
  model.set("answer", { seq });
  return asker.answered();
};

test("every request has its own number, whatever it asks for", () => {
  const { asker, sent } = anAsker();
  asker.ask({ text: "the cat" });
  asker.ask({ layer: 2, head: 9 });
  assert.deepEqual(sent, [{ seq: 4, text: "the cat" }, { seq: 5, layer: 2, head: 9 }]);
});

test("an answer to what is no longer asked is left out", () => {
  const { asker, model } = anAsker();
  asker.ask({ text: "one" });
  asker.ask({ text: "two" });
  assert.equal(answerTo(model, asker, 4), false);
  assert.equal(answerTo(model, asker, 5), true);
});

test("Python's own news are taken, and the next request is newer still", () => {
  const { asker, model, sent } = anAsker();
  assert.equal(answerTo(model, asker, 9), true);
  asker.ask({ text: "one" });
  assert.equal(sent[0].seq, 10);
});

test("a missing answer is mentioned, twice at most, and an answer ends the waiting", () => {
  const { asker, model, said } = anAsker({ status: "busy" });
  asker.ask({ text: "one" });
  mock.timers.tick(499);
  assert.deepEqual(said, []);
  mock.timers.tick(60_000);
  assert.deepEqual(said, ["Reading …", "The kernel is busy; this comes next. What you see was read before."]);
  answerTo(model, asker, 4);
  assert.equal(said.at(-1), "");
  mock.timers.tick(60_000);
  assert.equal(said.length, 3);
});

test("a view that goes away waits no longer", () => {
  const { asker, said } = anAsker();
  asker.ask({ text: "one" });
  asker.stop();
  mock.timers.tick(60_000);
  assert.deepEqual(said, []);
});

test("what is said depends on the kernel", () => {
  assert.match(waitingFor({ status: "dead" }, false), /^The kernel is gone/);
  assert.match(waitingFor({ isDisposed: true, status: "idle" }, true), /^The kernel is gone/);
  assert.match(waitingFor({ status: "idle" }, true), /restarted\. Run this cell again/);
  assert.equal(waitingFor({ status: "idle" }, false), "Reading …");
  assert.match(waitingFor(null, true), /needs a running kernel/);
});
