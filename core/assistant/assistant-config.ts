export type AssistantConfig =
  | { readonly kind: "http"; readonly url: string }
  | { readonly kind: "openai"; readonly baseUrl: string; readonly apiKey: string; readonly model: string }
  | { readonly kind: "demo" };

type Env = Readonly<Record<string, string | undefined>>;
type AssistantConfigRead = { readonly config: AssistantConfig } | { readonly problems: readonly string[] };

const defaultBaseUrl = "https://api.openai.com/v1";
const whereKeysAre =
  "https://platform.openai.com/api-keys for OpenAI; a server of your own that checks no key takes any";
const openAiNames = ["OPENAI_API_KEY", "OPENAI_MODEL", "OPENAI_BASE_URL"] as const;

/** Which assistant the environment asks for. Problems name the variable and where its value is found, never its value. */
export function readAssistantConfig(env: Env): AssistantConfigRead {
  const url = read(env, "ASSISTANT_URL");
  const openAi = openAiNames.filter((name) => read(env, name) !== "");
  if (url !== "" && openAi.length > 0) {
    const conflict = `ASSISTANT_URL and ${listed(openAi)} are both set: keep one assistant and remove the other.`;
    // What is missing may well be what is not wanted; what is wrong is so in any case.
    return { problems: [conflict, ...problemsOfHttp(url), ...faultsOfOpenAi(env)] };
  }
  if (url !== "") return readHttp(url);
  return openAi.length > 0 ? readOpenAi(env) : { config: { kind: "demo" } };
}

function readHttp(url: string): AssistantConfigRead {
  const problems = problemsOfHttp(url);
  return problems.length > 0 ? { problems } : { config: { kind: "http", url } };
}

function problemsOfHttp(url: string): readonly string[] {
  const problem = problemOfUrl(url);
  return problem === null ? [] : [`ASSISTANT_URL ${problem}: it is where your own assistant takes POST requests.`];
}

function readOpenAi(env: Env): AssistantConfigRead {
  const apiKey = read(env, "OPENAI_API_KEY");
  const model = read(env, "OPENAI_MODEL");
  const problems = [
    ...faultsOfOpenAi(env),
    ...(apiKey === "" ? [`OPENAI_API_KEY is missing: ${whereKeysAre}.`] : []),
    ...(model === ""
      ? [
          "OPENAI_MODEL is missing: a model's name as your provider lists it, https://platform.openai.com/docs/models for OpenAI.",
        ]
      : []),
  ];
  return problems.length > 0 ? { problems } : { config: { kind: "openai", baseUrl: readBaseUrl(env), apiKey, model } };
}

/** What is wrong with what is set. */
function faultsOfOpenAi(env: Env): readonly string[] {
  const baseUrl = readBaseUrl(env);
  const urlProblem = problemOfUrl(baseUrl) ?? (/[?#]/.test(baseUrl) ? "has a query or a fragment" : null);
  return [
    ...(urlProblem === null
      ? []
      : [`OPENAI_BASE_URL ${urlProblem}: it is the address before /chat/completions, ${defaultBaseUrl} for OpenAI.`]),
    ...(/^[\x21-\x7e]*$/.test(read(env, "OPENAI_API_KEY"))
      ? []
      : [`OPENAI_API_KEY has characters that no key has: copy it again, ${whereKeysAre}.`]),
  ];
}

function readBaseUrl(env: Env): string {
  return read(env, "OPENAI_BASE_URL") || defaultBaseUrl;
}

function problemOfUrl(url: string): string | null {
  if (!URL.canParse(url)) return "is not a URL";
  const { protocol, username, password } = new URL(url);
  if (protocol !== "http:" && protocol !== "https:") return "is not an http or https URL";
  return username === "" && password === "" ? null : "has a user name or password in it, which is not supported";
}

function read(env: Env, name: string): string {
  return env[name]?.trim() ?? "";
}

function listed(names: readonly string[]): string {
  return names.join(", ");
}
