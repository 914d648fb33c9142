// Proves that containers, compose file and Maven name the same versions of the same servers.
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { images } from './docker-containers.js';

const root = new URL('../../../', import.meta.url);
const pom = readFileSync(new URL('deploy/local/pom.xml', root), 'utf8');
const compose = parse(readFileSync(new URL('docker-compose.yml', root), 'utf8')) as {
  services: Record<string, { image: string }>;
};

const pomVersion = (property: string): string | undefined =>
  new RegExp(`<${property}>([^<]+)<`).exec(pom)?.[1];

describe('versions of the servers', () => {
  it('are the same in docker-compose.yml and for test containers', () => {
    const { kafka, 'schema-registry': registry, postgres } = compose.services;
    expect({ kafka: kafka?.image, registry: registry?.image, postgres: postgres?.image }).toEqual(images);
  });

  it('are the same as those that Maven fetches', () => {
    expect(images.kafka).toBe(`apache/kafka:${pomVersion('kafka.version')}`);
    expect(images.registry).toBe(`apicurio/apicurio-registry:${pomVersion('registry.version')}`);
  });
});
