// What other projects may use of the contract: its types, its topics, and how values go to bytes and back.
import { defineContract } from './contract.js';
import { sources } from './generated/index.js';

/** The contract of this repository's schemas. */
export const contract = defineContract(sources);

export { defineContract, namespaceOf, type Contract } from './contract.js';
export type { EventTypeEntry } from './event-type-entry.js';
export type * from './definitions.js';
export * from './generated/index.js';
export { compileCodec, type Codec } from './codec.js';
export { firstInstant, lastInstant } from './logical-types.js';
export { frame, unframe, schemaIdOf } from './wire-format.js';
export { deadLetterTopicOf, eventTypeOf, fullNameOf, subjectOf } from './type-names.js';
export { type CheckedOutgoing, type OutgoingClaim, type OutgoingRefusal } from './outgoing-check.js';
export {
  hashedKinds,
  identifierProblem,
  linkingKinds,
  lookUpKinds,
  type Identifier,
} from './customer-identifier.js';
export {
  createDecoder,
  createEncoder,
  type DecodedRecord,
  type EncodedOutgoing,
  type RecordDecoder,
  type RecordEncoder,
} from './record-coding.js';
export {
  createRegistryClient,
  type RegistryAdministration,
  type RegistryClient,
  type RegistryClientOptions,
} from './registry/registry-client.js';
export {
  createRegistryCatalogue,
  type RegistryCatalogue,
  type SchemaVersion,
} from './registry/registry-catalogue.js';
export {
  registerSchemas,
  type RegisteredSchema,
  type RegisterSchemasOptions,
} from './registry/register-schemas.js';
export {
  planTopics,
  wantedTopics,
  type ExistingTopic,
  type TopicChange,
  type TopicPlan,
  type TopicPlanOptions,
  type TopicRefusal,
  type WantedTopic,
} from './topic-plan.js';
export { checkContractFolder, type ContractCheck } from './checks/check-contract.js';
export { problemText, type Problem } from './checks/problem.js';
