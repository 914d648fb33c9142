// Proves that the stored OpenAPI documents, of which the console's pages have their types, are those of the running services.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '@continuo/testing/running-system';
import type { StoryRun } from './story-run.js';

const folder = join(root, 'schemas/openapi');

export function interfacesTests(run: () => StoryRun): void {
  it('offers the interfaces that are stored (else: npm start, then npm run generate:api)', async () => {
    const { running } = run();
    if (process.env.UPDATE_GOLDEN)
      execFileSync(process.execPath, ['tools/api-types.mjs', '--from', running.gateway], { cwd: root });
    const stored = readdirSync(folder).map((file) => file.replace(/\.json$/, ''));
    const services = JSON.parse((await running.send('GET', '/status.json', undefined, {})).text) as {
      readonly name: string;
    }[];
    expect(stored.sort()).toEqual(['console', ...services.map(({ name }) => name)].sort());
    for (const service of stored) {
      const { text } = await running.send('GET', `/api/${service}/openapi.json`, undefined, {});
      // Where it is served is of no interface.
      const { servers: _, ...served } = JSON.parse(text) as { servers: unknown };
      expect({ service, served }).toEqual({
        service,
        served: JSON.parse(readFileSync(join(folder, `${service}.json`), 'utf8')) as unknown,
      });
    }
  }, 30_000);
}
