import type { IForbiddenRuleType } from "dependency-cruiser";

const seam = "^core/adapter\\.ts$";
const badConfiguration = "^core/configuration-error\\.ts$";
const domain = "^core/domain/";
const usecases = "^core/usecases/";

interface Folder {
  readonly folder: string;
  /** What its modules may import from outside of it. */
  readonly may: readonly string[];
  /** Node's own modules too. */
  readonly io: boolean;
  readonly because: string;
}

const folders: readonly Folder[] = [
  {
    folder: "core/domain",
    may: [],
    io: false,
    because:
      "core/domain holds pure rules: no I/O, no clock, no packages, not even Node's own modules. Take what you need as a parameter.",
  },
  {
    folder: "core/phrases",
    may: [domain, seam],
    io: false,
    because:
      "core/phrases holds the words that every surface says in its own script: pure, and knowing the domain's words only.",
  },
  {
    folder: "core/markdown",
    may: [
      domain,
      packages("mdast", "@types/mdast", "mdast-util-from-markdown", "mdast-util-gfm", "micromark-extension-gfm"),
    ],
    io: false,
    because:
      "core/markdown turns Markdown into the domain's message tree, and needs nobody but the Markdown parser for that.",
  },
  {
    folder: "core/assistant",
    may: [domain, seam, "^core/markdown/", packages("zod")],
    io: true,
    because:
      "core/assistant is the customer's AI behind one interface: it works in a lane like any adapter and asks for storage through turns.ts.",
  },
  {
    folder: "core/webhooks",
    may: [domain, seam, packages("zod")],
    io: true,
    because:
      "core/webhooks is our own event contract, sent through the same seam as any adapter: it has no back door, and is given its endpoints.",
  },
  {
    folder: "core/usecases",
    may: [domain, seam],
    io: true,
    because:
      "A use case asks for everything outside of the rules through core/usecases/ports.ts, so that it knows no database and no HTTP.",
  },
  {
    folder: "core/deliveries",
    may: [domain, usecases, seam],
    io: true,
    because:
      "core/deliveries decides when and in which order to deliver; what it stores, it asks for through outbox-store.ts.",
  },
  {
    folder: "core/queries",
    may: [domain, usecases, seam],
    io: false,
    because: "core/queries says what people may read; core/storage implements it.",
  },
  {
    folder: "core/examination",
    may: [domain, seam, "^core/phrases/", "^core/storage/look-into\\.ts$"],
    io: true,
    because:
      "core/examination says what is right and what is not; core/examine-deskbell.ts gives it what there is to look at.",
  },
  {
    folder: "core/storage",
    may: [
      domain,
      usecases,
      seam,
      "^core/deliveries/",
      "^core/queries/",
      "^core/assistant/",
      packages("postgres", "@electric-sql/pglite", "zod"),
    ],
    io: true,
    because:
      "core/storage implements the ports of use cases, deliveries, queries and the assistant; it knows no HTTP and no adapter.",
  },
  {
    folder: "core/http",
    may: [
      domain,
      usecases,
      seam,
      badConfiguration,
      "^core/plain-page\\.ts$",
      "^core/queries/",
      packages("express", "helmet", "prom-client", "rate-limiter-flexible", "zod"),
    ],
    io: true,
    because: "core/http translates requests into use cases and queries; core/main.ts gives it what implements them.",
  },
  {
    folder: "widget",
    may: ["^core/http/[a-z-]+-protocol\\.ts$", packages("preact")],
    io: false,
    because:
      "The widget is another program: it shares nothing with the server but the types of core/http/*-protocol.ts.",
  },
];

export const rules: readonly IForbiddenRuleType[] = [
  ...folders.map(staysAtHome),
  {
    name: "seam-knows-only-the-domain",
    comment:
      "core/adapter.ts is the only file that an adapter's author must read: it may name the domain's words, and nothing that is ours alone.",
    severity: "error",
    from: { path: "^core/(adapter|index)\\.ts$" },
    to: {
      pathNot: [
        domain,
        seam,
        badConfiguration,
        "^core/phrases/",
        "^core/(pace|channel-[a-z]+|plain-page)\\.ts$",
        "^(node:)?http$",
      ],
    },
  },
  {
    name: "adapters-see-the-seam-only",
    comment:
      "An adapter imports core/index.ts and nothing deeper, so that the core can change without it. What is missing there belongs into the seam.",
    severity: "error",
    from: { path: "^adapters/" },
    to: { path: "^(core|widget|manifests|dashboard)/", pathNot: "^core/index\\.ts$" },
  },
  {
    name: "adapters-know-no-other-adapter",
    comment: "Adapters do not know each other: an adapter's folder can be deleted without touching any other.",
    severity: "error",
    from: { path: "^adapters/([^/]+)/" },
    to: { path: "^adapters/", pathNot: "^adapters/$1/" },
  },
  {
    name: "nobody-knows-an-adapter",
    comment:
      "Only the composition roots, core/main.ts and the doctor's core/examine-deskbell.ts, know the adapters, through adapters/index.ts, which lists them; manifests read what an app needs.",
    severity: "error",
    from: { path: "^(core|widget)/", pathNot: "^core/(main|examine-deskbell)\\.ts$" },
    to: { path: "^adapters/" },
  },
  {
    name: "main-takes-the-list-of-adapters",
    comment: "A composition root takes the list in adapters/index.ts: a new adapter is one folder and one line there.",
    severity: "error",
    from: { path: "^core/(main|examine-deskbell)\\.ts$" },
    to: { path: "^adapters/", pathNot: "^adapters/index\\.ts$" },
  },
  {
    name: "nobody-asks-the-composition-root",
    comment: "core/main.ts knows everyone, so nobody but core/start.ts may know it: take what you need as a parameter.",
    severity: "error",
    from: { path: "^(core|adapters|widget|manifests)/", pathNot: "^core/(start|doctor)\\.ts$" },
    to: { path: "^core/(main|start|examine-deskbell|doctor)\\.ts$" },
  },
  {
    name: "widget-takes-types-only",
    comment:
      "The widget may import the types of core/http/*-protocol.ts with `import type`; anything else would ship the server's code to visitors.",
    severity: "error",
    from: { path: "^widget/" },
    to: { path: "^core/", dependencyTypesNot: ["type-only"] },
  },
  {
    name: "storage-takes-the-assistant's-types-only",
    comment: "core/storage may name the types of a turn; what an assistant does is none of its business.",
    severity: "error",
    from: { path: "^core/storage/" },
    to: { path: "^core/assistant/", dependencyTypesNot: ["type-only"] },
  },
  onlyIn(
    "postgres",
    ["^core/storage/"],
    "SQL is written in core/storage only; ask it for a function that says what you need.",
  ),
  onlyIn(
    "@electric-sql/pglite",
    ["^core/storage/embedded/"],
    "The embedded engine is one of the homes of the data: only core/storage/embedded knows it.",
  ),
  onlyIn(
    "@slack/[^/]+",
    ["^adapters/slack/", "^manifests/slack/"],
    "Slack's packages belong into adapters/slack, and its types of a manifest into manifests/slack.",
  ),
  onlyIn(
    "@microsoft/teams-ai|botbuilder|botframework-connector",
    ["^adapters/teams/sdk-(guard|stand-in)\\.ts$"],
    "Microsoft's SDK is large and no longer supported: the fewest files know it, so that another can take its place.",
  ),
  onlyIn(
    "@sendgrid/[^/]+",
    ["^adapters/email/"],
    "SendGrid's packages belong into adapters/email, and there into sendgrid.ts.",
  ),
  onlyIn("nodemailer", ["^adapters/email/"], "SMTP belongs into adapters/email, and there into smtp.ts."),
  onlyIn(
    "express",
    ["^core/http/", "^core/main\\.ts$", "^adapters/"],
    "Express belongs to core/http, the composition root and adapters.",
  ),
  onlyIn("preact", ["^widget/", "^dashboard/"], "Views are drawn in the widget and the dashboard only."),
  {
    name: "product-knows-no-tests",
    comment: "Tests know the product, never the other way round.",
    severity: "error",
    from: { path: "^(core|adapters|widget|manifests)/" },
    to: { path: "^tests/" },
  },
  {
    name: "product-needs-no-development-packages",
    comment:
      "What runs must be listed under dependencies in package.json, or it is missing where it is installed. (Types are not needed to run.)",
    severity: "error",
    from: { path: "^(core|adapters)/" },
    to: { dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"], dependencyTypesNot: ["type-only"] },
  },
  {
    name: "everything-resolves",
    comment: "An import that leads nowhere cannot be judged by any other rule.",
    severity: "error",
    from: {},
    to: { couldNotResolve: true },
  },
  {
    name: "no-circles",
    comment: "Modules that need each other are one idea in two files, or an interface is missing between them.",
    severity: "error",
    from: { path: "^(core|adapters|widget|manifests)/" },
    to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
  },
];

function staysAtHome({ folder, may, io, because }: Folder): IForbiddenRuleType {
  return {
    name: `${folder.replaceAll("/", "-")}-knows-its-place`,
    comment: because,
    severity: "error",
    from: { path: `^${folder}/` },
    to: { pathNot: [`^${folder}/`, ...may], ...(io && { dependencyTypesNot: ["core"] }) },
  };
}

function onlyIn(name: string, where: readonly string[], because: string): IForbiddenRuleType {
  return {
    name: `${name}-in-its-place`,
    comment: because,
    severity: "error",
    from: { path: "^(core|adapters|widget|manifests)/", pathNot: [...where] },
    to: { path: packages(name) },
  };
}

function packages(...names: readonly string[]): string {
  return `^node_modules/(${names.join("|")})(/|$)`;
}
