import type { z } from "zod";
import type { Scope } from "../../domain/api-key.ts";
import type { ChatbotId } from "../../domain/ids.ts";
import type { Answer, Stores } from "../../usecases/stores.ts";

/** One line of the API's table: what is checked, who may, and what it comes to. */
export interface Operation<Body = unknown, Query = unknown> {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** As OpenAPI writes it: /webhook-endpoints/{id}. */
  readonly path: string;
  readonly summary: string;
  /** What a key needs; null: anybody may. */
  readonly scope: Scope | null;
  readonly params?: Readonly<Record<string, Param>>;
  readonly query?: z.ZodType<Query>;
  readonly body?: z.ZodType<Body>;
  /** Where the document says more of the body than the check does. */
  readonly documentedBody?: z.ZodType;
  /** The answer when it goes well; schema null: no body. */
  readonly success: { readonly status: number; readonly schema: z.ZodType | null };
  /** 409: it is not possible as things stand. */
  readonly mayConflict?: boolean;
  /** It sends webhooks, so it is limited more tightly. */
  readonly sends?: boolean;
  /** The operator's token opens it as well; the chatbot that is meant by the body, null for the first. */
  readonly operator?: (body: Body) => string | null;
  act(call: Call<Body, Query>): Promise<Answer>;
}

/** An id in the address; what does not look like one is as unknown as a wrong one. */
export interface Param {
  readonly schema: z.ZodType<string>;
  readonly unknown: (text: string) => never;
}

export interface Call<Body, Query> {
  readonly chatbotId: ChatbotId;
  /** What whoever calls may do. */
  readonly scopes: readonly Scope[];
  readonly params: Readonly<Record<string, string>>;
  readonly query: Query;
  readonly body: Body;
  /** In one transaction, with the memory of the answer if the caller has a name for the request. */
  commit(act: (stores: Stores) => Promise<Answer>): Promise<Answer>;
}

/** Checks an operation against its own schemas; the table holds them all alike. */
export function operation<Body, Query>(one: Operation<Body, Query>): Operation {
  return one as unknown as Operation;
}
