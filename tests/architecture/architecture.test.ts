import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ICruiseResult } from "dependency-cruiser";
import { beforeAll, describe, expect, it } from "vitest";
import { readImports } from "./read-imports.ts";
import { rules } from "./rules.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

const spell = ({ rule, from, to }: ICruiseResult["summary"]["violations"][number]) =>
  `${from} -> ${to}\n    ${rules.find((each) => each.name === rule.name)?.comment ?? rule.name}`;

describe("who may import whom", () => {
  let result: ICruiseResult;
  beforeAll(async () => {
    result = await readImports(root, rules);
  }, 60_000);

  it("was read: every module of core, adapters, widget and manifests, with what it imports", () => {
    // A parser that reads nothing finds no violation either.
    const own = result.modules.filter((module) => /^(core|adapters|widget|manifests)\//.test(module.source));
    const inFolder = (folder: string) => own.filter((module) => module.source.startsWith(folder)).length;
    expect(inFolder("core/")).toBeGreaterThan(120);
    expect(inFolder("adapters/")).toBeGreaterThan(30);
    expect(inFolder("widget/")).toBeGreaterThan(30);
    expect(own.flatMap((module) => module.dependencies).length).toBeGreaterThan(500);
  });

  it("is kept", () => {
    expect(result.summary.violations.map(spell)).toEqual([]);
  });

  it("has a sentence for whoever breaks a rule", () => {
    for (const rule of rules) expect(rule.comment, rule.name).toMatch(/^\S+ .{30,}\.\)?$/);
  });
});

/** One way to break each rule: who imports what. */
const breaches: readonly (readonly [rule: string, from: string, line: string])[] = [
  ["core-domain-knows-its-place", "core/domain/a.ts", 'import "node:crypto";'],
  ["core-domain-knows-its-place", "core/domain/b.ts", 'import type { X } from "../usecases/x.ts"; export type Y = X;'],
  ["core-domain-knows-its-place", "core/domain/c.ts", 'import "zod";'],
  ["core-phrases-knows-its-place", "core/phrases/a.ts", 'import "../usecases/x.ts";'],
  ["core-markdown-knows-its-place", "core/markdown/a.ts", 'import "../usecases/x.ts";'],
  ["core-assistant-knows-its-place", "core/assistant/a.ts", 'import "../storage/x.ts";'],
  ["core-webhooks-knows-its-place", "core/webhooks/a.ts", 'import "../storage/x.ts";'],
  ["core-usecases-knows-its-place", "core/usecases/a.ts", 'import "../storage/x.ts";'],
  ["core-deliveries-knows-its-place", "core/deliveries/a.ts", 'import "../storage/x.ts";'],
  ["core-queries-knows-its-place", "core/queries/a.ts", 'import "../storage/x.ts";'],
  ["core-examination-knows-its-place", "core/examination/a.ts", 'import "../usecases/x.ts";'],
  ["core-storage-knows-its-place", "core/storage/a.ts", 'import "../http/x.ts";'],
  ["core-http-knows-its-place", "core/http/a.ts", 'import "../storage/x.ts";'],
  ["widget-knows-its-place", "widget/a.ts", 'import type { X } from "../core/domain/x.ts"; export type Y = X;'],
  ["seam-knows-only-the-domain", "core/adapter.ts", 'import "./usecases/x.ts";'],
  ["adapters-see-the-seam-only", "adapters/slack/a.ts", 'import "../../core/domain/x.ts";'],
  ["adapters-know-no-other-adapter", "adapters/slack/b.ts", 'import "../teams/x.ts";'],
  ["nobody-knows-an-adapter", "core/storage/b.ts", 'import "../../adapters/teams/x.ts";'],
  ["main-takes-the-list-of-adapters", "core/main.ts", 'import "../adapters/teams/x.ts";'],
  ["nobody-asks-the-composition-root", "core/http/b.ts", 'import "../main.ts";'],
  ["widget-takes-types-only", "widget/b.ts", 'import { x } from "../core/http/x-protocol.ts"; export const y = x;'],
  ["storage-takes-the-assistant's-types-only", "core/storage/c.ts", 'import { x } from "../assistant/x.ts"; x;'],
  ["postgres-in-its-place", "core/usecases/b.ts", 'import "postgres";'],
  ["@electric-sql/pglite-in-its-place", "core/storage/d.ts", 'import "@electric-sql/pglite";'],
  ["@slack/[^/]+-in-its-place", "core/http/c.ts", 'import "@slack/web-api";'],
  ["@microsoft/teams-ai|botbuilder|botframework-connector-in-its-place", "adapters/teams/a.ts", 'import "botbuilder";'],
  ["@sendgrid/[^/]+-in-its-place", "adapters/slack/c.ts", 'import "@sendgrid/mail";'],
  ["nodemailer-in-its-place", "adapters/teams/b.ts", 'import "nodemailer";'],
  ["express-in-its-place", "core/deliveries/b.ts", 'import "express";'],
  ["preact-in-its-place", "core/http/d.ts", 'import "preact";'],
  ["product-knows-no-tests", "core/http/e.ts", 'import "../../tests/x.ts";'],
  ["product-needs-no-development-packages", "core/http/f.ts", 'import "vitest";'],
  ["everything-resolves", "core/http/g.ts", 'import "./nowhere.ts";'],
  ["no-circles", "core/http/h.ts", 'import "./i.ts";'],
];

describe("a breach of a rule", () => {
  let found: Set<string>;
  beforeAll(async () => {
    const place = await mkdtemp(join(tmpdir(), "deskbell-breaches-"));
    try {
      await plant(place);
      const { summary } = await readImports(place, rules);
      found = new Set(summary.violations.map(({ rule, from }) => `${rule.name} in ${from}`));
    } finally {
      await rm(place, { recursive: true, force: true });
    }
  }, 60_000);

  it.each(breaches)("is noticed: %s (%s)", (rule, from) => {
    expect([...found]).toContain(`${rule} in ${from}`);
  });

  it("was tried for every rule", () => {
    expect(new Set(breaches.map(([rule]) => rule))).toEqual(new Set(rules.map((rule) => rule.name)));
  });
});

/** A tree like ours in which every rule is broken once. */
async function plant(place: string): Promise<void> {
  const write = async (file: string, text: string) => {
    await mkdir(dirname(join(place, file)), { recursive: true });
    await writeFile(join(place, file), text);
  };
  const targets = ["domain", "usecases", "storage", "http", "assistant"].map((folder) => `core/${folder}/x.ts`);
  for (const file of [...targets, "core/http/x-protocol.ts", "adapters/teams/x.ts", "manifests/x.ts", "tests/x.ts"])
    await write(file, "export const x = 1; export type X = number;\n");
  await write("core/http/i.ts", 'import "./h.ts";\n');
  for (const [, file, line] of breaches) await write(file, `${line}\n`);
  const databases = ["postgres", "@electric-sql/pglite"];
  const platforms = ["@slack/web-api", "@sendgrid/mail", "nodemailer", "botbuilder"];
  const dependencies = [...databases, ...platforms, "zod", "express", "preact"];
  for (const name of [...dependencies, "vitest"]) {
    await write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: "1.0.0", main: "index.js" }));
    await write(`node_modules/${name}/index.js`, "module.exports = {};\n");
  }
  const listed = Object.fromEntries(dependencies.map((name) => [name, "1.0.0"]));
  await write("package.json", JSON.stringify({ dependencies: listed, devDependencies: { vitest: "1.0.0" } }));
}
