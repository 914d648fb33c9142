// Secrets for a development system in containers, drawn anew: node deploy/docker/write-env.mjs writes them to .env, where
// docker compose finds them; --print shows them instead. Nothing here is for production.
import { createHmac, randomBytes } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const file = fileURLToPath(new URL('../../.env', import.meta.url));
const draw = () => randomBytes(24).toString('hex');
const issuer = draw();
/** As the development issuer derives its clients' secrets from its own. */
const clientSecret = (client) => createHmac('sha256', issuer).update(`client:${client}`).digest('hex');

const services = [
  'customer-data-platform',
  'orchestrator',
  'collaboration',
  'contact-centre',
  'crm',
  'operations',
  'console',
];
const variables = {
  LOCAL_ISSUER_SECRET: issuer,
  SESSION_SECRET: draw(),
  ...Object.fromEntries(
    services.map((name) => [`${name.toUpperCase().replaceAll('-', '_')}_CLIENT_SECRET`, clientSecret(name)]),
  ),
  IDENTIFIER_HASH_KEYS: `1:${randomBytes(32).toString('base64')}`,
  CONTINUO_WRITE_KEY: draw(),
  // Placeholders: nothing is sent before these are your own, and ALLOWED_RECIPIENTS names whom development may reach.
  WHATSAPP_APP_SECRET: draw(),
  WHATSAPP_VERIFY_TOKEN: draw(),
  WHATSAPP_ACCESS_TOKEN: draw(),
  WHATSAPP_PHONE_NUMBER_ID: '000000000000000',
  TWILIO_ACCOUNT_SID: 'AC00000000000000000000000000000000',
  TWILIO_AUTH_TOKEN: draw(),
};
const text = Object.entries(variables)
  .map(([name, value]) => `${name}=${value}\n`)
  .join('');

if (process.argv.includes('--print')) process.stdout.write(text);
else if (existsSync(file)) {
  console.error(`${file} is there already: remove it first, or keep it`);
  process.exit(1);
} else {
  writeFileSync(file, text, { mode: 0o600 });
  console.log(`wrote ${Object.keys(variables).length} variables to ${file}`);
}
