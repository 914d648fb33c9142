// What spec files may use of testing: servers, databases, waiting, faults, histories and an OTLP receiver.
export { testServer, testServers, type TestServers } from './test-servers.js';
export { uniqueName, uniquePrefix } from './unique.js';
export { testDatabase, type TestDatabase } from './test-database.js';
export { eventually, type EventuallyOptions } from './eventually.js';
export { OtlpReceiver, type AttributeValue, type ReceivedSpan } from './otlp-receiver.js';
