// What the console is made of, for its process and for tests.
import type { ServiceDefinition } from '@continuo/service-kit';
import type { ConsoleConfig } from './config.js';
import { registerGateway } from './gateway/gateway.js';
import { acceptForms } from './issuer/form-body.js';
import { addSessions } from './session/session-hook.js';
import { Sessions } from './session/sessions.js';
import { upstreamsOf } from './upstreams.js';
import { registerWebApp } from './web-app/web-app.js';

export function consoleService(config: ConsoleConfig): ServiceDefinition<ConsoleConfig> {
  return {
    service: 'console',
    title: 'Console',
    config,
    module: async (given) => (await import('./app.module.js')).AppModule.with(given),
    unprefixed: [
      'status.json',
      'asyncapi.yaml',
      'journey.schema.json',
      'issuer/*path',
      'session',
      'sign-in',
      'sign-in/*path',
      'sign-out',
      'console/*path',
    ],
    prepare: async (app, server) => {
      acceptForms(server);
      // Before the routes, since a hook holds for what is registered after it.
      addSessions(server, app.get(Sessions));
      await registerGateway(server, { upstreams: upstreamsOf(config), timeoutMs: config.GATEWAY_TIMEOUT_MS });
      await registerWebApp(server, {
        folder: config.WEB_APP_DIR,
        keepDocument: config.NODE_ENV === 'production',
      });
    },
  };
}
