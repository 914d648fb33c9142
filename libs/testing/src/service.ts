// What tests of a whole service may use: topics of its own with hands that write and eyes that read, an issuer, an outbox
// without Kafka. Apart from the rest, since it loads the service kit.
export { registryWithSchemas } from './service/registry.js';
export { startTestIssuer, type TestIssuer } from './service/test-issuer.js';
export { followTopics, type FollowedTopics } from './service/followed-topics.js';
export { TestBus, type ReadRecord, type TestBusOptions, type ToldEvent } from './service/test-bus.js';
export { answerOf, askAs, type Answer, type AskedRequest, type AskedService } from './service/ask.js';
export { outboxRig, type OutboxRig, type PublishedEvent } from './service/outbox-rig.js';
export { TEST_PROFILE, type CommandNames } from './service/given-records.js';
