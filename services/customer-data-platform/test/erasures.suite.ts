// Proves from outside that a person can be erased: the dry run, the proof, what is left in the database, and who is named.
import { encodeIdentifier, identifierHasher } from '@continuo/messaging';
import { Canaries, eventually } from '@continuo/testing';
import { Downstream, DOWNSTREAM } from './downstream.js';
import type { ReadRecord, RunningPlatform } from './running-platform.js';

interface Stores {
  readonly service: string;
  readonly state?: string;
  readonly problem: string | null;
  readonly stores: readonly {
    readonly store: string;
    readonly rows?: number;
    readonly rowsBefore?: number | null;
    readonly rowsErased?: number | null;
    readonly rowsNow?: number | null;
  }[];
}

/** The part of the e2e tests that erases. */
export function erasuresTests(running: () => RunningPlatform): void {
  describe('erasures', () => {
    const canaries = new Canaries(Number(process.env['VERIFY_SEED'] ?? Date.now() % 2 ** 31));
    const hasher = identifierHasher([{ version: 1, secret: Buffer.alloc(32, 7) }]);
    let downstream: Downstream;

    beforeAll(async () => {
      process.stdout.write(`erasures: seed ${canaries.seed}\n`);
      downstream = await Downstream.start(running().environment, running().downstreamPort);
    }, 60_000);

    afterAll(() => downstream.stop(), 30_000);

    async function track(...batch: readonly object[]): Promise<void> {
      const authorization = `Basic ${Buffer.from('write-key-of-the-web:').toString('base64')}`;
      const answer = await fetch(`${running().url}/v1/batch`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify({ batch }),
      });
      expect(answer.status).toBe(200);
    }

    const known = (kind: string, value: string) =>
      eventually(() => running().lookUp(kind, value), { within: 15_000, what: `${kind} known` });
    const order = (body: object) => running().ask('POST', 'erasures', 'operator', body);
    const proof = async (id: unknown) =>
      (await running().ask('GET', `erasures/${String(id)}`, 'operator')).body;
    const rowsOf = (services: unknown, service: string) =>
      (services as Stores[]).find((each) => each.service === service)?.stores ?? [];

    /** Everything in every table of the platform's database, as text. */
    async function everything(): Promise<string> {
      const tables = await running().own.query<{ name: string }>(
        `select format('%I.%I', schemaname, tablename) as name from pg_tables
       where schemaname not in ('pg_catalog', 'information_schema')`,
      );
      const dumped: string[] = [];
      for (const { name } of tables) {
        const rows = await running().own.query<{ row: string }>(`select t::text as row from ${name} t`);
        // Bytes are shown as hex by the cast: what they say is looked for too.
        for (const { row } of rows)
          dumped.push(`${name} ${row}`, Buffer.from(hexOf(row), 'hex').toString('latin1'));
      }
      return dumped.join('\n');
    }

    const hexOf = (row: string) => [...row.matchAll(/\\x([0-9a-f]+)/g)].map(([, hex]) => hex).join('');

    it('leaves nothing of the person, merged profiles included, and proves it', async () => {
      const email = canaries.make('email', 'traits.email').value;
      const phone = canaries.make('phone', 'traits.phone').value;
      const name = canaries.make('name', 'traits.name').value;
      const address = canaries.make('address', 'traits.address').value;
      const text = canaries.make('text', 'properties.note').value;
      const [user, visitor] = ['user-to-erase', 'visitor-to-erase'];
      await track({
        type: 'track',
        anonymousId: visitor,
        event: 'Looked',
        context: { device: { id: 'shared-device' } },
      });
      await known('anonymous', visitor);
      await track(
        { type: 'identify', userId: user, traits: { email, phone, name, address, language: 'de' } },
        { type: 'track', userId: user, event: 'Asked', properties: { note: text } },
        { type: 'identify', userId: 'neighbour', traits: { name: 'Somebody Else' } },
      );
      const profileId = await known('user', user);
      await track({ type: 'alias', userId: user, previousId: visitor });
      await eventually(async () => (await running().lookUp('anonymous', visitor)) === profileId, {
        within: 15_000,
      });
      const consent = {
        purpose: 'marketing',
        channel: 'email',
        granted: true,
        version: 'v1',
        source: 'form',
      };
      await running().ask('POST', 'consents', 'agent', {
        ...consent,
        customers: [{ kind: 'email', value: email }],
      });
      await running().ask('POST', 'profiles:batchGet', 'agent', { ids: [profileId], purpose: 'a call' });
      await eventually(
        async () => {
          const { body } = await running().ask('GET', `profiles/${profileId}/consents`, 'agent');
          return (body['history'] as unknown[]).length === 1;
        },
        { within: 15_000, what: 'the consent on the timeline' },
      );
      expect(canaries.findIn('the database before', await everything()).length).toBeGreaterThan(3);

      const before = await eventually(
        async () => {
          const said = await order({ customers: [{ kind: 'email', value: email }], dryRun: true });
          const rows = rowsOf(said.body['services'], 'customer-data-platform');
          // The index of the timeline follows a moment later: then the two profiles are one customer in it too.
          return rows.some(({ store, rows: n }) => store === 'active_customer' && n === 1) ? said : undefined;
        },
        { within: 15_000, what: 'the person in the index' },
      );
      expect(before.status).toBe(200);
      const members = before.body['profileIds'] as string[];
      expect(members).toHaveLength(2);
      const own = Object.fromEntries(
        rowsOf(before.body['services'], 'customer-data-platform').map(({ store, rows }) => [store, rows]),
      );
      // One of the two by this very question.
      expect(own).toMatchObject({ profile: 2, consent: 1, profile_merge: 1, profile_access: 2 });
      expect(
        [own['identifier'], own['profile_trait'], own['tracked_private'], own['activity']].every(
          (rows) => (rows ?? 0) > 0,
        ),
      ).toBe(true);
      expect(rowsOf(before.body['services'], DOWNSTREAM)).toContainEqual({ store: 'note', rows: 2 });
      expect(await running().lookUp('user', user)).toBe(profileId);

      const ordered = await order({ customers: [{ kind: 'email', value: email }] });
      expect(ordered.status).toBe(202);
      const done = await eventually(
        async () => {
          const seen = await proof(ordered.body['erasureId']);
          return seen['state'] === 'done' && seen;
        },
        { within: 30_000, what: 'the erasure done' },
      );
      for (const { service, state, stores } of done['services'] as Stores[]) {
        expect([service, state]).toEqual([service, 'confirmed']);
        for (const { store, rowsBefore, rowsErased, rowsNow } of stores)
          expect([store, rowsNow, rowsErased]).toEqual([store, 0, rowsBefore]);
      }
      expect(rowsOf(done['services'], DOWNSTREAM)).toContainEqual(
        expect.objectContaining({ store: 'note', rowsBefore: 2, rowsErased: 2, rowsNow: 0 }),
      );

      const dump = await eventually(
        async () => {
          const text = await everything();
          return text.includes('messaging.outbox ') ? undefined : text;
        },
        { what: 'an empty outbox' },
      );
      expect(canaries.findIn('the database after', dump)).toEqual([]);
      const hashes = [...hasher.identifiers('email', email), ...hasher.identifiers('phone', phone)];
      expect(hashes).toHaveLength(2);
      for (const { value } of hashes) expect(dump).not.toContain(encodeIdentifier(value));
      for (const value of [user, visitor]) expect(dump).not.toContain(value);
      expect(dump).toContain('Somebody Else');

      const markers = (await running().read('cdp.timeline')).filter(({ type }) =>
        type.includes('ProfileErased'),
      );
      expect(markers.map(({ key }) => key).sort()).toEqual([...members].sort());
      expect(await lastOf(members)).toEqual(members.map(() => 'continuo.cdp.ProfileErased.v1'));
      for (const id of members)
        for (const path of ['', '/activity', '/traits', '/access-log']) {
          const { status, body } = await running().ask('GET', `profiles/${id}${path}`, 'supervisor');
          expect([path, status, body['code']]).toEqual([path, 404, 'profile-erased']);
        }
      expect((await order({ customers: [{ kind: 'email', value: email }] })).status).toBe(404);
    }, 90_000);

    /** The type of the last record of each key on the timeline. */
    async function lastOf(keys: readonly string[]): Promise<(string | undefined)[]> {
      const records = await running().read('cdp.timeline');
      return keys.map((key) => records.filter((record: ReadRecord) => record.key === key).at(-1)?.type);
    }

    it('lets late words by the profile id go nowhere, and takes who comes back for somebody new', async () => {
      await track({ type: 'identify', userId: 'comes-back', traits: { plan: 'gold' } });
      const profileId = await known('user', 'comes-back');
      const { body } = await order({ profileId });
      await eventually(async () => (await proof(body['erasureId']))['state'] === 'done', { within: 30_000 });
      const late = await running().ask('POST', 'consents', 'agent', {
        profileId,
        purpose: 'marketing',
        channel: 'email',
        granted: true,
        version: 'v1',
        source: 'form',
      });
      expect([late.status, late.body['code']]).toEqual([404, 'profile-unknown']);
      await track({ type: 'track', userId: 'comes-back', event: 'Here Again' });
      expect(await known('user', 'comes-back')).not.toBe(profileId);
      expect(await lastOf([profileId])).toEqual(['continuo.cdp.ProfileErased.v1']);
      const again = await order({ profileId });
      expect(again.status).toBe(202);
      await eventually(async () => (await proof(again.body['erasureId']))['state'] === 'done', {
        within: 30_000,
      });
    }, 90_000);

    it('names a service that does not answer, in the dry run and in the proof, and ends when it is back', async () => {
      await downstream.die();
      await track({ type: 'track', userId: 'patient', event: 'Seen' });
      const other = await known('user', 'patient');
      const dry = await order({ profileId: other, dryRun: true });
      expect((dry.body['services'] as Stores[]).find(({ service }) => service === DOWNSTREAM)).toEqual({
        service: DOWNSTREAM,
        problem: 'no-answer',
        stores: [],
      });
      const ordered = await order({ profileId: other });
      await eventually(
        async () =>
          ((await proof(ordered.body['erasureId']))['services'] as Stores[]).some(
            ({ service, state, problem }) =>
              service === DOWNSTREAM && state === 'silent' && problem === 'no-answer',
          ),
        { within: 10_000, what: 'the silent service named' },
      );
      const list = await running().ask('GET', 'erasures?state=running', 'operator');
      expect(list.body['items']).toContainEqual(
        expect.objectContaining({
          erasureId: ordered.body['erasureId'],
          state: 'running',
          phase: 'settling',
        }),
      );
      await downstream.live();
      const done = await eventually(
        async () => {
          const seen = await proof(ordered.body['erasureId']);
          return seen['state'] === 'done' && seen;
        },
        { within: 30_000, what: 'the erasure done once the service is back' },
      );
      expect(rowsOf(done['services'], DOWNSTREAM)).toContainEqual(
        expect.objectContaining({ store: 'note', rowsBefore: 1, rowsErased: 1, rowsNow: 0 }),
      );
    }, 90_000);

    it('refuses what names nobody, two persons, both ways at once, and who may not', async () => {
      const refused = async (body: object) => {
        const answer = await order(body);
        return [answer.status, answer.body['code']];
      };
      const [u1, u2] = [
        { kind: 'user', value: 'u1' },
        { kind: 'user', value: 'neighbour' },
      ];
      expect(await refused({ customers: [{ kind: 'user', value: 'nobody' }] })).toEqual([
        404,
        'customer-unknown',
      ]);
      expect(await refused({ customers: [u1, u2] })).toEqual([409, 'customers-differ']);
      expect(await refused({ profileId: '018f3c1e-7b1a-7c3d-9e2f-000000000001' })).toEqual([
        404,
        'profile-unknown',
      ]);
      for (const body of [
        {},
        { customers: [] },
        { customers: [u1], profileId: 'x' },
        { profileId: "' or 1=1" },
      ])
        expect((await order(body)).status).toBe(400);
      for (const role of ['agent', 'supervisor', 'integrator', 'designer'] as const)
        expect(
          (await running().ask('POST', 'erasures', role, { customers: [u1], dryRun: true })).status,
        ).toBe(403);
      expect(
        (await running().ask('GET', 'erasures/018f3c1e-7b1a-7c3d-9e2f-000000000001', 'operator')).status,
      ).toBe(404);
    });

    it('answers an access request with all that is held, and writes down who asked', async () => {
      const profileId = await known('user', 'neighbour');
      const asked = await running().ask('POST', `profiles/${profileId}:export`, 'supervisor', {
        purpose: 'request 7',
      });
      expect(asked).toMatchObject({
        status: 200,
        body: {
          profileId,
          traits: [expect.objectContaining({ name: 'name', value: 'Somebody Else' })],
          identifiers: [expect.objectContaining({ kind: 'user' })],
        },
      });
      const noted = await running().own.query(
        "select subject from profile_access where purpose = 'request 7' and $1 = any(profile_ids)",
        [profileId],
      );
      expect(noted).toEqual([{ subject: 'local-supervisor' }]);
      expect(
        (await running().ask('POST', `profiles/${profileId}:export`, 'agent', { purpose: 'x' })).status,
      ).toBe(403);
      expect((await running().ask('POST', `profiles/${profileId}:export`, 'supervisor', {})).status).toBe(
        400,
      );
    });
  });
}
