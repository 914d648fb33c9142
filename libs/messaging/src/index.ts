// What other projects may use of messaging.
export { formatCustomer, encodeIdentifier, parseCustomer } from './customer-header.js';
export {
  identifierHash,
  identifierHasher,
  identifierKind,
  normaliseEmail,
  normalisePhone,
  parseIdentifierHashKeys,
  type IdentifierHasher,
  type IdentifierHashKey,
} from './identifier-hash.js';
export type { CustomerIdentifier, IncomingRecord, Outgoing, OutgoingBytes, OutgoingEvent } from './message.js';
export type {
  HandlerResult,
  ParkRequest,
  PartitionHandler,
  PartitionScope,
  PartitionTimers,
} from './handler.js';
