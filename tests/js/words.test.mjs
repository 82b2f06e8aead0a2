import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const root = new URL("../../static/", import.meta.url);
const catalogue = (name) => JSON.parse(readFileSync(new URL(`i18n/${name}.json`, root), "utf8"));
const isPlural = (node) => "other" in node && Object.keys(node).every((key) => ["one", "other"].includes(key));

function* keysOf(node, prefix = "") {
  for (const [key, value] of Object.entries(node)) {
    if (typeof value === "object" && !isPlural(value)) yield* keysOf(value, `${prefix}${key}.`);
    else yield `${prefix}${key}`;
  }
}

const placesOf = (text) => [...JSON.stringify(text).matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
const look = (node, key) => key.split(".").reduce((inner, part) => inner[part], node);

/** Catalogues by name: "" is the main one; the others are <name>.<locale>.json. */
const names = readdirSync(new URL("i18n/", root)).filter((file) => file.endsWith("vi.json")).map((file) => file.replace("vi.json", ""));

for (const name of names) {
  const [vi, en] = [catalogue(`${name}vi`), catalogue(`${name}en`)];

  test(`catalogue "${name}": Vietnamese and English have the same words`, () => {
    assert.deepEqual([...keysOf(vi)].sort(), [...keysOf(en)].sort());
  });

  test(`catalogue "${name}": both languages fill the same places`, () => {
    for (const key of keysOf(vi)) assert.deepEqual(new Set(placesOf(look(vi, key))), new Set(placesOf(look(en, key))), key);
  });
}

test("every key written out in the sources has words", () => {
  const known = new Set(names.flatMap((name) => [...keysOf(catalogue(`${name}vi`))]));
  const files = readdirSync(new URL("js/", root), { recursive: true }).filter((file) => file.endsWith(".js"));
  const missing = [];
  for (const file of files) {
    const source = readFileSync(new URL(`js/${file}`, root), "utf8");
    for (const [, key] of source.matchAll(/\bt\("([a-z_]+\.[\w.]+)"/g)) if (!known.has(key)) missing.push(`${file}: ${key}`);
  }
  assert.deepEqual(missing, []);
});
