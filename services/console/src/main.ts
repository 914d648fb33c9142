// Starts the console: the gateway to every service, the web application, and the local issuer in development.
import { bootstrap } from '@continuo/service-kit';
import { config } from './config.js';
import { consoleService } from './console-service.js';

await bootstrap(consoleService(config));
