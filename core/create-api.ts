import type { Config } from "./config.ts";
import type { ApiParts } from "./http/api/routes.ts";
import type { Limiters } from "./http/limits.ts";
import type { SettingsWatch } from "./http/live/settings-watch.ts";
import type { OperatorTokens } from "./operator-token.ts";
import type { Storage } from "./storage/storage.ts";
import { uuidv7 } from "./storage/uuid.ts";
import { createAddEndpoint } from "./usecases/add-endpoint.ts";
import { createLiftSilence } from "./usecases/lift-silence.ts";
import { createMakeApiKey } from "./usecases/make-api-key.ts";
import { createRotateSecret } from "./usecases/rotate-secret.ts";
import { bodySchemas } from "./webhooks/body-schemas.ts";
import { createGuard } from "./webhooks/guard/guard.ts";
import { createResolve } from "./webhooks/guard/resolve.ts";
import { problemOfHeaderName } from "./webhooks/header-name.ts";
import { newSecret } from "./webhooks/secret.ts";

interface Wiring {
  readonly storage: Storage;
  readonly config: Config;
  readonly publicUrl: string;
  readonly limiters: Limiters;
  readonly settingsWatch: SettingsWatch;
  readonly operators: OperatorTokens;
  readonly now: () => Date;
}

/** What the REST API works with. */
export function createApi({ storage, config, publicUrl, limiters, settingsWatch, operators, now }: Wiring): ApiParts {
  const { chatbots, transactions, endpoints, apiKeys, log } = storage;
  const newId = () => uuidv7();
  return {
    publicUrl,
    webhookBodies: bodySchemas,
    limiters,
    transactions,
    keys: apiKeys,
    isOperator: (token) => operators.isGood(token, "make an API key", now()),
    endpoints,
    checkUrl: createGuard({ allow: config.webhooks.allow, resolve: createResolve() }).checkUrl,
    problemOfHeader: problemOfHeaderName,
    addEndpoint: createAddEndpoint(newId, newSecret),
    rotateSecret: createRotateSecret(newSecret, now),
    log,
    chatbot: (id) => chatbots.now(id),
    recipients: storage.recipients,
    liftSilence: createLiftSilence({ chatbot: (id) => chatbots.now(id), lift: storage.liftSilence }),
    settingsChanged: settingsWatch.changed,
    listKeys: apiKeys.list,
    makeApiKey: createMakeApiKey(now),
    chatbots: () => chatbots.names(),
    now,
  };
}
