import { cruise, type ICruiseResult, type IForbiddenRuleType } from "dependency-cruiser";

const folders = ["core", "adapters", "widget", "manifests"];

/** Every module of the product with what it imports, types too, held against the rules. */
export async function readImports(root: string, forbidden: readonly IForbiddenRuleType[]): Promise<ICruiseResult> {
  const { output } = await cruise(folders, {
    baseDir: root,
    validate: true,
    ruleSet: { forbidden: [...forbidden] },
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    // How the widget is built is no part of what visitors load.
    exclude: { path: "^widget/build\\.mjs$" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default", "types"] },
  });
  if (typeof output === "string") throw new Error(output);
  return output;
}
