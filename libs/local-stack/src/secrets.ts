// The secrets of a local system: made once, kept where only their owner reads them, passed on by environment.
import { createHmac, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '@continuo/kernel';
import { writePrivately } from './private-files.js';

export interface Secrets {
  /** For tracking calls. */
  readonly writeKey: string;
  /** The key of the hashes that stand for e-mail addresses and phone numbers on the bus. */
  readonly identifierHashKey: string;
  /** From which the local issuer derives its signing key and its clients' secrets. */
  readonly issuerSecret: string;
  /** With which the console seals what browsers keep for it. */
  readonly sessionSecret: string;
  readonly postgresPassword: string;
  /** With which WhatsApp's webhooks are signed. */
  readonly whatsappAppSecret: string;
  readonly whatsappVerifyToken: string;
  readonly whatsappAccessToken: string;
  /** With which Twilio's webhooks are signed. */
  readonly twilioAuthToken: string;
}

const makers: Readonly<Record<keyof Secrets, () => string>> = {
  writeKey: () => `wk_${randomBytes(18).toString('base64url')}`,
  identifierHashKey: () => randomBytes(32).toString('base64'),
  issuerSecret: () => randomBytes(32).toString('hex'),
  sessionSecret: () => randomBytes(32).toString('hex'),
  postgresPassword: () => randomBytes(18).toString('hex'),
  whatsappAppSecret: () => randomBytes(16).toString('hex'),
  whatsappVerifyToken: () => randomBytes(16).toString('hex'),
  whatsappAccessToken: () => randomBytes(24).toString('base64url'),
  twilioAuthToken: () => randomBytes(16).toString('hex'),
};

/** Reads `.continuo/secrets.json`, making what is missing in it. */
export async function localSecrets(stateDirectory: string): Promise<Secrets> {
  const path = join(stateDirectory, 'secrets.json');
  const known = await readKnown(path);
  const names = Object.keys(makers) as (keyof Secrets)[];
  const missing = names.filter((name) => typeof known[name] !== 'string' || known[name] === '');
  const made = Object.fromEntries(missing.map((name) => [name, makers[name]()]));
  const secrets = { ...known, ...made } as Secrets;
  if (missing.length > 0) await writePrivately(path, `${JSON.stringify(secrets, null, 2)}\n`);
  return secrets;
}

async function readKnown(path: string): Promise<Partial<Secrets>> {
  const text = await readFile(path, 'utf8').catch(() => '{}');
  try {
    return JSON.parse(text) as Partial<Secrets>;
  } catch (cause) {
    throw new Fault(`${path} is not JSON: restore it, or npm run reset to start anew`, {
      code: 'secrets-unreadable',
      retriable: false,
      cause,
    });
  }
}

/** The secret of a client of the local issuer, derived as the issuer does it. */
export function clientSecret(secrets: Secrets, clientId: string): string {
  return createHmac('sha256', secrets.issuerSecret).update(`client:${clientId}`).digest('hex');
}
