// The services' OpenAPI documents as they are stored, and the types that the web application takes from them.
//   npm run generate:api [-- --from http://127.0.0.1:8080]   asks a running system, stores, and writes the types
//   npm run generate:api -- --stored                         writes the types of what is stored
//   node tools/api-types.mjs --check                         fails when the types are not those of what is stored
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';

const root = fileURLToPath(new URL('..', import.meta.url));
const documents = join(root, 'schemas/openapi');
const types = join(root, 'services/console/web/src/api/generated');
const args = process.argv.slice(2);

if (args.includes('--check')) await check();
else {
  if (!args.includes('--stored')) await store(valueOf('--from') ?? 'http://127.0.0.1:8080');
  for (const service of storedServices()) writeFileSync(typesFile(service), await typesOf(service));
}

/** Every service that the gateway knows, and the console itself. */
async function store(gateway) {
  const services = (await ask(`${gateway}/status.json`)).map(({ name }) => name);
  mkdirSync(documents, { recursive: true });
  for (const service of ['console', ...services]) {
    const { servers: _, ...document } = await ask(`${gateway}/api/${service}/openapi.json`);
    writeFileSync(documentFile(service), `${JSON.stringify(sorted(document), null, 2)}\n`);
  }
}

async function ask(address) {
  const answer = await fetch(address).catch((error) => {
    throw new Error(`${address} does not answer: start the system first (npm start)`, { cause: error });
  });
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}`);
  return answer.json();
}

async function check() {
  const stale = [];
  for (const service of storedServices())
    if (readFileSync(typesFile(service), 'utf8') !== (await typesOf(service))) stale.push(service);
  if (stale.length === 0) return;
  console.error(`The types of ${stale.join(', ')} are not those of the stored documents:`);
  console.error('run npm run generate:api -- --stored');
  process.exitCode = 1;
}

async function typesOf(service) {
  const document = JSON.parse(readFileSync(documentFile(service), 'utf8'));
  const head = `// The interface of ${service}, of schemas/openapi/${service}.json. Written by npm run generate:api.\n`;
  return head + astToString(await openapiTS(document, { alphabetize: false, silent: true }));
}

function storedServices() {
  return readdirSync(documents)
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length));
}

function documentFile(service) {
  return join(documents, `${service}.json`);
}

function typesFile(service) {
  return join(types, `${service}.ts`);
}

/** The keys of objects in order, so that a change shows as what it is. */
function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, inner]) => [key, sorted(inner)])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

function valueOf(name) {
  const at = args.indexOf(name);
  return at === -1 ? undefined : args[at + 1];
}
