import { createDeliveryOperations, type DeliveryParts } from "./delivery-operations.ts";
import { createEndpointOperations, type EndpointParts } from "./endpoint-operations.ts";
import { createKeyOperations, type KeyParts } from "./key-operations.ts";
import type { Operation } from "./operation.ts";
import { createSettingsOperations, type SettingsParts } from "./settings-operations.ts";

export type OperationsParts = EndpointParts & DeliveryParts & KeyParts & SettingsParts;

/** All that the API does, one line each: routes, guards, document and tests are made of it. */
export function createOperations(parts: OperationsParts): readonly Operation[] {
  return [
    ...createEndpointOperations(parts),
    ...createDeliveryOperations(parts),
    ...createSettingsOperations(parts),
    ...createKeyOperations(parts),
  ];
}
