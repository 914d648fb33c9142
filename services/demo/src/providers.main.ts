// Starts the played providers, WhatsApp and Twilio, so that a local system writes to nobody and calls nobody.
import { bootstrap } from '@continuo/service-kit';
import { readProvidersConfig } from './config.js';

await bootstrap({
  service: 'providers',
  title: 'WhatsApp and Twilio, played by the demonstration',
  config: readProvidersConfig(),
  module: async () => (await import('./providers/providers.module.js')).ProvidersModule,
  unprefixed: ['whatsapp/*path', 'twilio/*path'],
  webhookPaths: ['/twilio/'],
});
