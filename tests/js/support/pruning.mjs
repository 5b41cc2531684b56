// The pruning widget's pure modules, bundled as for the browser (JSON of colours included).
// Run as a program it answers: a spec on stdin, on stdout what every measured set reads.
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const NAMES = ["chart", "sets", "words"];
const { outputFiles } = await build({
  stdin: {
    contents: NAMES.map((name) => `export * as ${name} from "./pruning_${name}.js";`).join("\n"),
    resolveDir: fileURLToPath(new URL("../../../attention_lib/widgets/js/", import.meta.url)),
  },
  bundle: true, format: "esm", target: "es2022", charset: "utf8", write: false,
});
const folder = await mkdtemp(path.join(tmpdir(), "pruning-"));
const file = path.join(folder, "pruning.mjs");
await writeFile(file, outputFiles[0].contents);
export const { chart, sets, words } = await import(pathToFileURL(file).href);
await rm(folder, { recursive: true });

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const spec = JSON.parse(readFileSync(0, "utf8"));
  const told = Object.entries(spec.states).map(([key, counts]) => ({
    heads: sets.headsOf(key), key: sets.keyOf(sets.headsOf(key)), howMany: words.howMany(key),
    percents: spec.tasks.map(({ of }, at) => words.percent(counts[at][0], of)),
  }));
  const curves = spec.tasks.map((_, at) =>
    Object.values(spec.orders).map((order) => chart.curve(spec, order, at)));
  const worths = sets.EVERY_HEAD.map((number) => words.worth(spec, number));
  process.stdout.write(JSON.stringify({ told, curves, worths }));
}
