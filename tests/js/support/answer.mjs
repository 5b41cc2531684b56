// Ask the widgets' JavaScript from Python: questions as JSON on stdin, answers on stdout.
// Each question is [function, ...arguments]; see tests/unit/widgets/test_editor_agrees_with_js.py.
import { readFileSync } from "node:fs";
import { colour, format, math, python, state, words } from "./modules.mjs";

const FUNCTIONS = {
  attend: math.attend,
  asPython: python.asPython,
  names: format.names,
  number: format.number,
  parseWords: words.parseWords,
  roundLimit: (values) => colour.roundLimit([[values]]),
  signedColour: colour.signedColour,
  textColour: colour.textColour,
  weight: format.weight,
  weightColour: colour.weightColour,
  withTokens: state.withTokens,
  wordVector: words.wordVector,
};

const questions = JSON.parse(readFileSync(0, "utf8"));
const answers = questions.map(([name, ...rest]) => FUNCTIONS[name](...rest));
process.stdout.write(JSON.stringify(answers));
