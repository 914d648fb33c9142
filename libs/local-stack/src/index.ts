// What other projects may use of local-stack: real servers for a run, and the table of the system's parts.
export { keepingIn, startServers } from './servers.js';
export { serverEnvironment, type Servers, type StartServersOptions } from './server-run.js';
export { startKafkaCluster, type KafkaCluster, type KafkaClusterOptions } from './kafka-cluster.js';
export { startSecuredKafka, type SecuredKafka, type SecuredKafkaOptions } from './kafka-secured.js';
export { startTestServers, type TestServers, type TestServersOptions } from './test-servers.js';
export { freePorts, freeServerPorts, isPortFree } from './ports.js';
export {
  externalServersFrom,
  serverPortsFrom,
  serverSourceFrom,
  type Environment,
  type ExternalServers,
  type ServerPorts,
  type ServerSource,
} from './settings.js';
export { serviceArguments, v8Options, processEnvironment } from './service-process.js';
export { ManagedProcess, type ProcessKeeping, type ProcessSpec } from './managed-process.js';
export { readRunFile, type RunFile } from './run-file.js';
export { runningOwner } from './leavings.js';
export { clientSecret, localSecrets, type Secrets } from './secrets.js';
export { prepareSystem, serviceMain, type PreparationOptions } from './preparation.js';
export {
  commonEnvironment,
  demonstrationEnvironment,
  playedAccount,
  inheritedEnvironment,
  serviceEnvironment,
  system,
  type ServerName,
  type ServiceName,
  type ServicePart,
  type SystemContext,
} from './system.js';
