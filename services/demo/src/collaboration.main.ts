// Starts the played collaboration service, which "sends" the demonstration's messages.
import { bootstrap } from '@continuo/service-kit';
import { readCollaborationConfig } from './config.js';

await bootstrap({
  service: 'collaboration',
  title: 'Collaboration, played by the demonstration',
  config: readCollaborationConfig(),
  module: async (config) => (await import('./messages/messages.module.js')).MessagesModule.on(config),
  migrations: async () => [(await import('./migrations/sent-messages.js')).demoMigrations],
  transports: async (app) => (await import('@continuo/messaging')).startMessaging(app),
});
