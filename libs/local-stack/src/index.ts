// What other projects may use of local-stack: real servers for a run, and the table of the system's parts.
export { serverEnvironment, startServers, type Servers, type StartServersOptions } from './servers.js';
export { freeServerPorts, isPortFree } from './ports.js';
export {
  externalServersFrom,
  serverPortsFrom,
  serverSourceFrom,
  type ExternalServers,
  type ServerPorts,
  type ServerSource,
} from './settings.js';
export { ManagedProcess, type ProcessSpec } from './managed-process.js';
