import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { training_kernel as kernel } from "./support/modules.mjs";

const { Commands, silence } = kernel;

beforeEach(() => mock.timers.enable({ apis: ["setTimeout"] }));
afterEach(() => mock.timers.reset());

/** Commands to a kernel of a status, and all that was said. */
function talk({ state = "ready", status = "idle", send = () => {} } = {}) {
  const sent = [];
  const said = [];
  const model = {
    run: { state },
    get() { return this.run; },
    send(content) { sent.push(content); send(); },
    widget_manager: status && { kernel: { status } },
  };
  const commands = new Commands(model, (message, lost) => said.push([message, lost]));
  const answer = (next) => { model.run = { state: next }; commands.heard(); };
  return { commands, sent, said, answer, model };
}

test("the buttons ask the kernel, the seed with them", () => {
  const { commands, sent } = talk();
  commands.train(12);
  commands.stop();
  assert.deepEqual(sent, [{ do: "train", seed: 12 }, { do: "stop" }]);
});

test("a prompt answer is never mentioned", () => {
  const { commands, said, answer } = talk();
  commands.train(3);
  assert.equal(commands.asked, "train");
  mock.timers.tick(300);
  answer("training");
  assert.equal(commands.asked, "");
  answer("done");
  mock.timers.tick(60_000);
  assert.deepEqual(said.filter(([message]) => message), []);
});

test("a late answer is waited for, and a missing one explained", () => {
  const { commands, said } = talk();
  commands.train(3);
  mock.timers.tick(700);
  assert.deepEqual(said, [["Waiting for the kernel …", false]]);
  mock.timers.tick(60_000);
  assert.match(said[1][0], /^No answer: the kernel was restarted\. Run this cell again/);
  assert.deepEqual([said.length, said[1][1], commands.asked], [2, true, ""]);
});

test("a busy kernel will do it later: the button is not offered twice", () => {
  const { commands, said } = talk({ status: "busy" });
  commands.train(3);
  mock.timers.tick(30_000);
  assert.equal(commands.asked, "train");
  assert.ok(said.every(([message, lost]) => message.includes("it will train after that") && !lost));
});

test("a report on its way does not answer the stop", () => {
  const { commands, answer } = talk({ state: "training" });
  commands.stop();
  answer("training");
  assert.equal(commands.asked, "stop");
  answer("stopped");
  assert.equal(commands.asked, "");
});

test("a run that falls silent is noticed, also one that was saved while it ran", () => {
  for (const begin of [() => {}, ({ commands, answer }) => { commands.train(1); answer("training"); }]) {
    const talking = talk({ state: "training" });
    begin(talking);
    mock.timers.tick(5_000);
    assert.equal(talking.said.some(([, lost]) => lost), false);
    mock.timers.tick(2_000);
    assert.equal(talking.said.at(-1)[1], true);
  }
});

test("reports keep a run alive, however long it takes", () => {
  const { said, answer } = talk({ state: "training" });
  for (let i = 0; i < 10; i++) {
    mock.timers.tick(5_000);
    answer("training");
  }
  assert.equal(said.some(([, lost]) => lost), false);
});

test("a closed channel is told at once", () => {
  const { commands, said } = talk({ send: () => { throw new Error("Cannot send"); }, status: "dead" });
  commands.train(1);
  assert.deepEqual(said, [["The kernel is gone. Training needs one: run this cell again.", true]]);
});

test("a view that goes worries no more", () => {
  const { commands, said } = talk();
  commands.train(1);
  commands.leave();
  mock.timers.tick(60_000);
  assert.deepEqual(said, []);
});

test("without a kernel, as on an exported page, training is said to need one", () => {
  for (const none of [undefined, null]) assert.match(silence(none, "train", true), /needs a running kernel/);
  assert.equal(silence(undefined, "stop", false), "Stopping …");
});
