// Bundles each widget into one committed file: anywidget's _esm must be self-contained.
// `node build.mjs` writes ../static, `node build.mjs editor` that widget's part of it;
// `node build.mjs --check` fails where it is stale.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import path from "node:path";
import { build } from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const widgets = {
  editor: ["editor.js", "editor.css", "large.js"],
  comparison: ["comparison.js", "comparison.css"],
  explorable: ["explorable.js", "explorable.css"],
  pruning: ["pruning.js", "pruning.css"],
  training: ["training.js", "training.css"],
  translator: ["translator.js", "translator.css"],
  heads: ["heads.js", "heads.css"],
};
const named = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const entries = (named.length > 0 ? named : Object.keys(widgets)).flatMap((name) => widgets[name]);

const result = await build({
  absWorkingDir: here,
  entryPoints: entries,
  outdir: "../static",
  bundle: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  minify: true,
  legalComments: "none",
  write: !process.argv.includes("--check"),
});

if (process.argv.includes("--check")) {
  for (const file of result.outputFiles ?? []) {
    const committed = await readFile(file.path, "utf8").catch(() => "");
    if (committed !== file.text) {
      console.error(`${path.relative(process.cwd(), file.path)} is stale: run npm run build`);
      process.exitCode = 1;
    }
  }
}
