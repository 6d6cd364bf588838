import { readdir, readFile } from "node:fs/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { acrossChatbots } from "./across-chatbots.ts";
import { readStatements, type Statement } from "./read-statements.ts";

const storage = new URL("../../core/storage/", import.meta.url);

/** Tables of no chatbot. */
const others = new Map([
  ["migration", "which schema there is"],
  ["takeover", "which instance took over from which"],
  ["account", "who a person is, whatever chatbots they own"],
  ["suppression", "addresses that mail does not reach, whoever mails them"],
  ["adapter_fact", "what adapters know of their platforms"],
]);

let schema = "";
let statements: readonly Statement[] = [];
beforeAll(async () => {
  const folder = new URL("migrations/", storage);
  const files = (await readdir(folder)).filter((file) => file.endsWith(".sql")).sort();
  const texts = await Promise.all(files.map((file) => readFile(new URL(file, folder), "utf8")));
  schema = texts.join("\n").replace(/--.*$/gm, "").replace(/\s+/g, " ").toLowerCase();
  statements = await readStatements(storage);
});

const tables = () =>
  [...schema.matchAll(/create table (?:if not exists )?(\w+) \((.*?)\) ?(?:with \([^)]*\))? ?;/g)].map(
    ([, name = "", body = ""]) => ({ name, body }),
  );

describe("the schema can be distributed by chatbot", () => {
  it("was read", () => {
    expect(tables().length).toBeGreaterThanOrEqual(14);
    expect(tables().map((table) => table.name)).toEqual(
      expect.arrayContaining(["chatbot", "conversation", "delivery"]),
    );
  });

  it("carries chatbot_id in the primary key of every table of a chatbot's data", () => {
    for (const { name, body } of tables()) {
      if (others.has(name)) continue;
      const [, key] = /primary key \(([^)]*)\)/.exec(body) ?? /(\w+) \w+ primary key/.exec(body) ?? [];
      expect(
        key?.split(",").map((column) => column.trim()),
        `primary key of ${name}`,
      ).toContain("chatbot_id");
    }
  });

  it("carries chatbot_id in everything unique and in every foreign key", () => {
    for (const { name, body } of tables()) {
      if (others.has(name)) continue;
      const keys = [...body.matchAll(/(?:unique|foreign key) \(([^)]*)\)/g)].map(([, columns = ""]) => columns);
      for (const columns of keys) expect(columns, name).toContain("chatbot_id");
      expect(body, `${name}: a column that is unique by itself`).not.toMatch(/\w+ \w+(?: not null)? unique\b/);
      for (const [, column, target] of body.matchAll(/(\w+) uuid[^,]*? references (\w+)/g))
        expect([column, target], name).toEqual(["chatbot_id", "chatbot"]);
    }
    for (const [, columns = ""] of schema.matchAll(/create unique index \w+ on \w+ \(([^)]*)\)/g))
      expect(columns).toContain("chatbot_id");
  });

  it("has nothing that a shard cannot do by itself: no triggers, sequences or generated ids", () => {
    expect(schema).not.toMatch(/\btrigger\b(?! text)|\bsequence\b|\bserial\b|\bbigserial\b|\bidentity\b|nextval/);
    expect(schema).not.toMatch(/\bcreate (?:or replace )?(?:function|procedure|rule|view|materialized)/);
    const defaults = [...schema.matchAll(/ default ([^,;]+?)(?=,|;| \)| not null|\))/g)].map(([, value = ""]) =>
      value.trim(),
    );
    expect(defaults.length).toBeGreaterThan(10);
    for (const value of defaults) expect(value).toMatch(/^('[^']*'|-?\d+|true|false|now\()$/);
  });
});

describe("every statement on a chatbot's data says which chatbot", () => {
  it("was read", () => {
    expect(statements.length).toBeGreaterThan(60);
  });

  it("except for those that are about all of them, each for a reason", () => {
    const unexplained = statements.filter(
      (each) => !namesChatbot(each) && !acrossChatbots.some((exception) => excuses(exception, each)),
    );
    expect(unexplained).toEqual([]);
  });

  it("and no exception outlives its statement", () => {
    const idle = acrossChatbots.filter(
      (exception) => !statements.some((each) => !namesChatbot(each) && excuses(exception, each)),
    );
    expect(idle).toEqual([]);
  });

  it("locks rows of one chatbot only, and asks for nothing that differs from one shard to the next", () => {
    for (const each of statements) {
      if (/\bfor (update|share)\b/.test(each.sql)) expect(namesChatbot(each), each.sql).toBe(true);
      expect(each.sql).not.toMatch(/\b(random|clock_timestamp|gen_random_uuid|uuid_generate_v4|nextval)\s*\(/i);
    }
  });
});

/** A value for chatbot_id in a condition, or a row put in: its primary key cannot do without. */
function namesChatbot({ sql }: Statement): boolean {
  if (/^insert into \w+(?: as \w+)? \((?:\?rows\)|chatbot_id\b[^)]*\) values)/i.test(sql)) return true;
  return /chatbot_id = \?/.test(sql);
}

function excuses(exception: (typeof acrossChatbots)[number], { file, sql }: Statement): boolean {
  return file === exception.file && sql.includes(exception.says);
}
