import { z } from "zod";
import { scopes } from "../../domain/api-key.ts";
import { problem } from "../api-protocol.ts";
import { errorTitle } from "../error-status.ts";
import type { Operation } from "./operation.ts";

export interface Documented {
  readonly publicUrl: string;
  /** What webhooks carry, by event type. */
  readonly webhookBodies: Readonly<Record<string, z.ZodType>>;
}

/** The API in OpenAPI 3.1, made of the schemas that check it. */
export function describeApi(operations: readonly Operation[], { publicUrl, webhookBodies }: Documented) {
  const paths: Record<string, Record<string, object>> = {};
  for (const operation of operations) {
    paths[operation.path] = { ...paths[operation.path], [operation.method.toLowerCase()]: describe(operation) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Deskbell",
      version: "1",
      description: `Each key opens one chatbot. Faults are application/problem+json, with a sentence that says what to change. A POST with an Idempotency-Key is done once: within 72 hours the same request gets the same answer. Scopes: ${scopes.join(", ")}.`,
    },
    servers: [{ url: `${publicUrl}/api/v1` }],
    security: [{ key: [] }],
    paths: {
      ...paths,
      "/openapi.json": {
        get: {
          operationId: "get-openapi.json",
          summary: "This document",
          security: [],
          responses: { 200: { description: "OpenAPI 3.1", content: { "application/json": { schema: {} } } } },
        },
      },
    },
    webhooks: Object.fromEntries(
      Object.entries(webhookBodies).map(([type, body]) => [
        type,
        {
          post: {
            summary: `${type}, signed by Standard Webhooks`,
            security: [],
            requestBody: { required: true, content: { "application/json": { schema: schemaOf(body, "output") } } },
            responses: {
              "2XX": { description: "Taken." },
              410: { description: "Gone for good: the endpoint is paused." },
            },
          },
        },
      ]),
    ),
    components: {
      securitySchemes: { key: { type: "http", scheme: "bearer", description: "An API key: dk_live_…" } },
      schemas: { Problem: schemaOf(problem, "output") },
    },
  };
}

function describe(operation: Operation): object {
  const { method, path, summary, scope, params = {}, query, body, documentedBody, success } = operation;
  return {
    operationId: `${method.toLowerCase()}${path.replace(/[/{}]+/g, "-").replace(/-$/, "")}`,
    summary,
    ...(scope && { description: `Needs a key with the scope ${scope}.`, "x-scope": scope }),
    parameters: [
      ...Object.entries(params).map(([name, { schema }]) => ({
        name,
        in: "path",
        required: true,
        schema: schemaOf(schema, "input"),
      })),
      ...(query ? queryParameters(query) : []),
      ...(method === "POST" ? [idempotencyKey] : []),
    ],
    ...(body && {
      requestBody: {
        required: true,
        content: { "application/json": { schema: schemaOf(documentedBody ?? body, "input") } },
      },
    }),
    responses: {
      [success.status]: {
        description: summary,
        ...(success.schema && { content: { "application/json": { schema: schemaOf(success.schema, "output") } } }),
      },
      ...Object.fromEntries(faultsOf(operation).map(([status, description]) => [status, fault(description)])),
    },
  };
}

const idempotencyKey = {
  name: "Idempotency-Key",
  in: "header",
  description: "Your own name for this request: it is then done once, however often it comes.",
  schema: { type: "string", minLength: 1, maxLength: 255 },
};

function queryParameters(query: z.ZodType): object[] {
  const { properties = {}, required = [] } = z.toJSONSchema(query, { io: "input" }) as {
    properties?: Record<string, object>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: "query",
    required: required.includes(name),
    schema,
  }));
}

/** What may go wrong with it, by what it takes. */
function faultsOf({ method, scope, params, query, body, mayConflict, operator }: Operation): [number, string][] {
  const takesBody = method !== "GET";
  return [
    ...(takesBody ? ([[400, errorTitle.invalid_request]] as [number, string][]) : []),
    ...(scope ? ([[401, errorTitle.key_unknown]] as [number, string][]) : []),
    ...(scope ? ([[403, errorTitle.scope_missing]] as [number, string][]) : []),
    ...(params || operator
      ? ([[404, "There is no such thing, or it is another chatbot's"]] as [number, string][])
      : []),
    ...(mayConflict ? ([[409, errorTitle.conflict]] as [number, string][]) : []),
    ...(takesBody ? ([[413, "The body is too large"]] as [number, string][]) : []),
    ...(takesBody ? ([[415, "The body is not JSON"]] as [number, string][]) : []),
    ...(takesBody || query || body ? ([[422, errorTitle.unprocessable]] as [number, string][]) : []),
    [429, errorTitle.too_many_requests],
    [503, errorTitle.unavailable],
  ];
}

function fault(description: string): object {
  return { description, content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } } };
}

function schemaOf(schema: z.ZodType, io: "input" | "output"): object {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return rest;
}
