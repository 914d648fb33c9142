// Starts the contact centre; with the argument `migrate` only brings its database up to date.
import { bootstrap } from '@continuo/service-kit';
import { readConfig } from './config.js';

const config = readConfig();
// Imported after the configuration is known to be good, and by the kit after telemetry has started.
const { serviceOf } = await import('./app.module.js');
await bootstrap(serviceOf(config));
