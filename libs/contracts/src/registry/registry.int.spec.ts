// The release step and both ways of coding against a real registry, also while it is away.
import { randomUUID } from 'node:crypto';
import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { contract as wholeContract } from '../index.js';
import { defineContract, type Contract } from '../contract.js';
import type { EventSchema } from '../definitions.js';
import { createDecoder, createEncoder } from '../record-coding.js';
import { frame, schemaIdOf } from '../wire-format.js';
import { registerSchemas } from './register-schemas.js';
import { createRegistryClient } from './registry-client.js';

const url = process.env['SCHEMA_REGISTRY_URL'] ?? 'http://127.0.0.1:28081/apis/ccompat/v7';

/** A contract that nobody else registers: its topic and its record have a name of their own. */
function contractOf(run: string, fields: EventSchema['fields'] = []): Contract {
  return defineContract({
    schemas: [
      {
        type: 'record',
        name: `Thing${run}Happened`,
        namespace: 'continuo.test',
        doc: 'For tests.',
        fields: [{ name: 'id', type: 'string', pii: false }, ...fields],
      },
    ],
    topics: [
      {
        name: `test.${run}`,
        owner: 'test',
        doc: 'For tests.',
        key: { is: 'thing', from: ['value.id'] },
        about: 'none',
        partitions: 1,
        retentionMs: 86_400_000,
        cleanup: 'delete',
        types: [`continuo.test.Thing${run}Happened`],
        forwards: [],
        producers: [],
        consumers: [],
      },
    ],
  });
}

const place = { name: 'place', type: ['null', 'string'], pii: false, default: null } as const;
const newRun = (): string => randomUUID().replaceAll('-', '');
const event = (run: string, value: object) => ({
  type: `continuo.test.Thing${run}Happened.v1`,
  key: 't',
  value,
});

describe('the release step', () => {
  it('registers what is new, and the second time finds everything unchanged', async () => {
    const run = newRun();
    const registry = createRegistryClient({ url });
    const [first] = await registerSchemas(registry, contractOf(run));
    expect(first).toMatchObject({
      subject: `test.${run}-continuo.test.Thing${run}Happened`,
      registered: 'new',
    });
    expect(await registerSchemas(createRegistryClient({ url }), contractOf(run))).toEqual([
      { ...first, registered: 'unchanged' },
    ]);
    expect(await registry.subjects()).toContain(first?.subject);
  });

  it('takes a compatible version and is refused an incompatible one by the registry itself', async () => {
    const run = newRun();
    const registry = createRegistryClient({ url });
    await registerSchemas(registry, contractOf(run));
    expect(await registerSchemas(registry, contractOf(run, [place]))).toMatchObject([{ registered: 'new' }]);
    const breaking = contractOf(run, [{ name: 'must', type: 'string', pii: false }]);
    await expect(registerSchemas(registry, breaking)).rejects.toMatchObject({
      code: 'schema-refused',
      retriable: false,
    });
  });

  it('registers the whole contract', async () => {
    const registered = await registerSchemas(createRegistryClient({ url }), wholeContract);
    expect(registered.length).toBeGreaterThanOrEqual(wholeContract.types.length);
  }, 60_000);
});

describe('coding', () => {
  it('reads what another version wrote, by the id in front of it', async () => {
    const run = newRun();
    const [older, newer] = [contractOf(run), contractOf(run, [place])];
    const registry = createRegistryClient({ url });
    await registerSchemas(registry, older);
    await registerSchemas(registry, newer);
    const written = async (by: Contract, value: object): Promise<Buffer> => {
      const encoder = createEncoder(by, registry);
      await encoder.warmUp();
      const encoded = encoder.encode(event(run, value));
      if (!encoded.ok) throw new Error(encoded.refusal.message);
      return encoded.value.bytes;
    };
    const old = await written(older, { id: 't' });
    const young = await written(newer, { id: 't', place: 'here' });
    expect(schemaIdOf(old)).not.toBe(schemaIdOf(young));
    const read = async (by: Contract): Promise<unknown[]> => {
      const decoder = createDecoder(by, createRegistryClient({ url }));
      await decoder.prepare([old, null, young, Buffer.from('no record')]);
      return [old, young].map((bytes) => decoder.decode(bytes).value);
    };
    expect(await read(newer)).toMatchObject([
      { id: 't', place: null },
      { id: 't', place: 'here' },
    ]);
    expect(await read(older)).toMatchObject([{ id: 't' }, { id: 't' }]);
  });

  it('reads a type the contract does not know as it was written', async () => {
    const run = newRun();
    const registry = createRegistryClient({ url });
    await registerSchemas(registry, contractOf(run));
    const encoder = createEncoder(contractOf(run), registry);
    const events = [event(run, { id: 't' })];
    await encoder.prepare(events);
    const encoded = encoder.encode(event(run, { id: 't' }));
    if (!encoded.ok) throw new Error(encoded.refusal.message);
    const decoder = createDecoder(wholeContract, registry);
    await decoder.prepare([encoded.value.bytes]);
    expect(decoder.decode(encoded.value.bytes)).toMatchObject({
      type: event(run, {}).type,
      value: { id: 't' },
    });
  });

  it('names an id that the registry does not know, and one that was never fetched', async () => {
    const decoder = createDecoder(wholeContract, createRegistryClient({ url }));
    const alien = frame(0x7fff_fff0, Buffer.from([0]));
    await expect(decoder.prepare([alien])).rejects.toMatchObject({
      code: 'schema-unknown',
      retriable: false,
    });
    expect(() => decoder.decode(alien)).toThrow(
      expect.objectContaining({ code: 'schema-not-prepared', retriable: true }),
    );
  });

  it('goes on from memory while the registry is away, and names what it has not got', async () => {
    const run = newRun();
    const contract = contractOf(run);
    await registerSchemas(createRegistryClient({ url }), contract);
    const between = await proxyTo(url);
    const registry = createRegistryClient({ url: between.url, timeoutMs: 1_000 });
    const encoder = createEncoder(contract, registry);
    const decoder = createDecoder(contract, registry);
    await encoder.warmUp();
    const before = encoder.encode(event(run, { id: 't' }));
    if (!before.ok) throw new Error(before.refusal.message);
    await decoder.prepare([before.value.bytes]);
    await between.close();

    await encoder.prepare([event(run, { id: 't' })]);
    expect(encoder.encode(event(run, { id: 't' }))).toEqual(before);
    await decoder.prepare([before.value.bytes]);
    expect(decoder.decode(before.value.bytes).value).toMatchObject({ id: 't' });
    await expect(decoder.prepare([frame(1_000_001, Buffer.alloc(1))])).rejects.toMatchObject({
      code: 'registry-unreachable',
    });
    const cold = createEncoder(contract, createRegistryClient({ url: between.url, timeoutMs: 1_000 }));
    await expect(cold.warmUp()).rejects.toMatchObject({ code: 'registry-unreachable', retriable: true });
    expect(() => cold.encode(event(run, { id: 't' }))).toThrow(
      expect.objectContaining({ code: 'schema-not-registered' }),
    );
  });
});

/** A way to the registry that can be taken away without touching the registry. */
async function proxyTo(target: string): Promise<{ url: string; close: () => Promise<void> }> {
  const { origin, pathname } = new URL(target);
  const server = createServer((incoming, outgoing) => {
    const onward = httpRequest(`${origin}${incoming.url ?? ''}`, {
      method: incoming.method,
      headers: incoming.headers,
    });
    onward.on('response', (response) => {
      outgoing.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(outgoing);
    });
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${pathname}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
