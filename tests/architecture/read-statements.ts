import { readdir, readFile } from "node:fs/promises";
import ts from "typescript";

export interface Statement {
  readonly file: string;
  /** On one line; every value that is filled in is a "?", fragments are written out where they stand. */
  readonly sql: string;
}

/** What postgres.js clients and transactions are called in core/storage. */
const tags = new Set(["sql", "tx", "queries", "session"]);

/** Every SQL statement that a folder's TypeScript sends. */
export async function readStatements(folder: URL): Promise<readonly Statement[]> {
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith(".ts")).sort();
  const found = await Promise.all(
    files.map(async (file) => statementsOf(file, await readFile(new URL(file, folder), "utf8"))),
  );
  return found.flat();
}

function statementsOf(file: string, text: string): Statement[] {
  const found: Statement[] = [];
  const visit = (node: ts.Node): void => {
    if (isQuery(node)) {
      const sql = spell(node).replace(/\s+/g, " ").trim();
      if (/^(select|insert|update|delete|with|create|drop|alter)\b/i.test(sql)) found.push({ file, sql });
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true));
  return found;
}

function isQuery(node: ts.Node): node is ts.TaggedTemplateExpression {
  return ts.isTaggedTemplateExpression(node) && ts.isIdentifier(node.tag) && tags.has(node.tag.text);
}

function spell({ template }: ts.TaggedTemplateExpression): string {
  if (ts.isNoSubstitutionTemplateLiteral(template)) return template.text;
  return template.templateSpans.reduce(
    (text, span) => `${text}${filled(span.expression)}${span.literal.text}`,
    template.head.text,
  );
}

function filled(expression: ts.Expression): string {
  if (isQuery(expression)) return spell(expression);
  if (ts.isConditionalExpression(expression)) return `${filled(expression.whenTrue)} ${filled(expression.whenFalse)}`;
  // queries(rows): the columns are the rows' keys.
  if (ts.isCallExpression(expression) && ts.isIdentifier(expression.expression) && tags.has(expression.expression.text))
    return "(?rows)";
  return "?";
}
