import { z } from "zod";

const chatRequest = z.object({
  model: z.string().min(1),
  messages: z.array(z.object({ role: z.enum(["system", "user", "assistant"]), content: z.string() })).min(1),
  tools: z
    .array(
      z.object({
        type: z.literal("function"),
        function: z.object({
          name: z.string().regex(/^[\w-]{1,64}$/),
          description: z.string(),
          parameters: z.record(z.string(), z.unknown()),
        }),
      }),
    )
    .optional(),
});

/** As the real API: 401 that repeats a part of the key, 400 for a request it cannot read, else a completion. */
export function openAiAnswer(
  authorization: string | undefined,
  body: unknown,
  { apiKey, message }: { readonly apiKey: string; readonly message: unknown },
): { readonly status: number; readonly json: unknown } {
  if (authorization !== `Bearer ${apiKey}`) {
    return { status: 401, json: { error: { message: `Incorrect API key provided: ${authorization}` } } };
  }
  const request = chatRequest.safeParse(body);
  if (!request.success) return { status: 400, json: { error: { message: request.error.message } } };
  return {
    status: 200,
    json: {
      id: "chatcmpl-1",
      object: "chat.completion",
      model: request.data.model,
      choices: [{ index: 0, finish_reason: "stop", message }],
    },
  };
}
