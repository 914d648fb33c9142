// Every operation of the stored documents can be asked with canaries, and what is adjusted is there: told without a system.
import { Canaries } from '@continuo/testing';
import { readFileSync } from 'node:fs';
import { adjustments, onlyRefused } from './canary-adjustments.js';
import { canaryRequests, type OpenApi } from './canary-requests.js';
import { services } from './canary-run.js';
import { KnownThings } from './known-things.js';

function documentOf(service: string): OpenApi {
  const file = new URL(`../../../schemas/openapi/${service}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as OpenApi;
}

const asked = new Map(
  services.map((service) => [
    service,
    [...canaryRequests(documentOf(service), new Canaries(1), new KnownThings({}))],
  ]),
);

it.each(services)('%s: asks each operation, once to be refused and once to do its work', (service) => {
  const operations = Object.entries(documentOf(service).paths).flatMap(([template, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${template}`),
  );
  const times = (name: string): number =>
    asked.get(service)?.filter(({ operation }) => operation === name).length ?? 0;
  expect(operations.filter((name) => times(name) < 2)).toEqual([]);
});

it('adjusts only what there is', () => {
  const operations = new Set([...asked.values()].flat().map(({ operation }) => operation));
  const named = [...Object.keys(adjustments), ...Object.keys(onlyRefused)];
  expect(named.filter((name) => !operations.has(name))).toEqual([]);
});
