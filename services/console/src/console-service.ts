// What the console is made of, for its process and for tests.
import type { ServiceDefinition } from '@continuo/service-kit';
import type { ConsoleConfig } from './config.js';
import { registerGateway } from './gateway/gateway.js';
import { acceptForms } from './issuer/form-body.js';
import { upstreamsOf } from './upstreams.js';

export function consoleService(config: ConsoleConfig): ServiceDefinition<ConsoleConfig> {
  return {
    service: 'console',
    title: 'Console',
    config,
    module: async (given) => (await import('./app.module.js')).AppModule.with(given),
    unprefixed: [
      '/',
      'status.json',
      'start-page.css',
      'start-page.js',
      'asyncapi.yaml',
      'journey.schema.json',
      'issuer/*path',
    ],
    prepare: async (_app, server) => {
      acceptForms(server);
      await registerGateway(server, { upstreams: upstreamsOf(config), timeoutMs: config.GATEWAY_TIMEOUT_MS });
    },
  };
}
