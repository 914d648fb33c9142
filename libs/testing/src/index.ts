// What spec files may use of testing: servers, databases, waiting, faults, canaries, an OTLP receiver, the transports' contract.
export { testServer, testServers, type TestServers } from './test-servers.js';
export { missingForSecuredBroker, startSecuredBroker, type SecuredBroker } from './secured-broker.js';
export type { Measure } from './bench/measure.js';
export { uniqueName, uniquePrefix } from './unique.js';
export { testDatabase, type TestDatabase } from './test-database.js';
export { eventually, type EventuallyOptions } from './eventually.js';
export { OtlpReceiver, type AttributeValue, type ReceivedSpan } from './otlp-receiver.js';
export { FaultProxy } from './fault-proxy.js';
export { Needles } from './needles.js';
export { Canaries, type Canary, type CanaryKind, type FoundCanary } from './canaries.js';
export {
  transportContract,
  type ContractHandler,
  type ContractMember,
  type ContractMessage,
  type TransportUnderTest,
} from './transport-contract.js';
