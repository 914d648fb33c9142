// The command line as somebody types it: what it says, on which stream, and with which exit code.
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  COMMAND_LINE_CLIENT as ISSUER_CLIENT,
  DEVELOPMENT_GRANT as ISSUER_GRANT,
  ROLES,
} from '@continuo/service-kit';
import { COMMAND_LINE_CLIENT } from '../src/config.js';
import { DEVELOPMENT_GRANT } from '../src/system/gateway.js';
import { ISSUER_SECRET, startSmallSystem, type SmallSystem } from './small-system.js';

const MESSAGING = '/api/orchestrator/messaging';
const service = (state: string, failing: string[] = []) => ({
  name: 'orchestrator',
  title: 'Orchestrator',
  url: 'http://127.0.0.1:8105',
  state,
  failing,
});
const parked = {
  id: '7',
  group: 'orchestrator',
  topic: 'cdp.timeline',
  partition: 3,
  offset: '120',
  key: 'p',
  state: 'parked',
  type: 'continuo.cdp.TrackReceived.v1',
  eventId: null,
  code: 'poison',
  reason: 'a rule failed',
  attempts: 5,
  parkedAt: '2026-01-01T10:00:00.000Z',
  waiting: 2,
};
const instance = {
  id: '019aa000-0000-7000-8000-000000000001',
  profileId: '019aa000-0000-7000-8000-0000000000aa',
  journey: 'welcome',
  version: 1,
  key: 'k',
  state: 'stalled',
  step: 'greet',
  outcome: null,
  incident: 'retries-exhausted',
  startedAt: '2026-01-01T10:00:00.000Z',
  changedAt: '2026-01-01T10:00:00.000Z',
};

let system: SmallSystem;

beforeAll(async () => {
  system = await startSmallSystem();
});

beforeEach(() => {
  system.answers.clear();
  system.answers.set('/status.json', [200, [service('ready')]]);
  system.answers.set(`${MESSAGING}/outbox`, [
    200,
    { pending: 3, oldestAgeSeconds: 12, publisher: 'a', owned: true },
  ]);
  system.answers.set(`${MESSAGING}/consumers`, [200, { positions: [], incidents: [] }]);
  system.answers.set(`${MESSAGING}/parked`, [200, { items: [parked] }]);
});

afterAll(() => system.close());

it('agrees with the local issuer on its client, its grant and the roles', async () => {
  expect([COMMAND_LINE_CLIENT, DEVELOPMENT_GRANT]).toEqual([ISSUER_CLIENT, ISSUER_GRANT]);
  const { out, code } = await system.continuo('token', '--role', ...ROLES);
  expect([code, out.trim().split('.').length]).toEqual([0, 3]);
});

describe('status', () => {
  it('shows each service on a line, and exits with 0 when all are ready', async () => {
    const { code, out, err } = await system.continuo('status');
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/orchestrator +ready +3 +12 s +1 +0 +0/);
  });

  it('exits with 1 when one is not ready, and says what it waits for', async () => {
    system.answers.set('/status.json', [200, [service('not-ready', ['database'])]]);
    const { code, out, err } = await system.continuo('status');
    expect([code, out]).toEqual([1, expect.stringContaining('not ready (database)')]);
    expect(err).toContain('orchestrator is not ready');
  });

  it('gives programs one JSON document and nothing else', async () => {
    const { out } = await system.continuo('status', '-o', 'json');
    expect(JSON.parse(out)).toMatchObject({ services: [{ name: 'orchestrator', pending: 3, parked: 1 }] });
  });
});

describe('parked', () => {
  it('lists what is parked with its reason', async () => {
    const { out } = await system.continuo('parked', 'list');
    expect(out).toMatch(/orchestrator +7 +cdp\.timeline\/3@120 +cdp\.TrackReceived\.v1 +poison +5 +2/);
    expect(out).toContain('7: a rule failed');
  });

  it('says so when nothing is', async () => {
    system.answers.set(`${MESSAGING}/parked`, [200, { items: [] }]);
    expect((await system.continuo('parked', 'list')).out).toBe('Nothing is parked.\n');
  });

  it('asks which records before it redrives, and passes the dry run on', async () => {
    expect((await system.continuo('parked', 'redrive')).code).toBe(2);
    system.answers.set(`${MESSAGING}/parked/redrive`, [
      200,
      { matched: 1, held: 2, byCode: { poison: 1 }, marked: 0, lastAt: null },
    ]);
    const { code, out } = await system.continuo('parked', 'redrive', '--code', 'poison', '--dry-run');
    expect([code, out]).toEqual([0, expect.stringMatching(/orchestrator +1 +2 +dry run +- +poison 1/)]);
    expect(system.posted.get(`${MESSAGING}/parked/redrive`)).toEqual({
      filter: { code: 'poison' },
      dryRun: true,
    });
  });
});

describe('incidents', () => {
  const BULK = '/api/orchestrator/incidents:bulk';
  const kind = { journey: 'welcome', version: 1, step: 'greet', code: 'refused', count: 3 };
  const bulk = {
    id: 'b-1',
    action: 'skip',
    status: 'done',
    total: 3,
    kinds: [kind],
    outcomes: { applied: 3 },
  };

  it('lists what stands', async () => {
    const { id, profileId, journey, version, step } = instance;
    const incident = { id, instanceId: id, profileId, journey, version, step };
    const why = { code: 'refused', detail: 'no-consent', attempts: 2, since: '2026-01-01T10:00:00.000Z' };
    system.answers.set('/api/orchestrator/incidents', [200, { items: [{ ...incident, ...why }] }]);
    const { code, out } = await system.continuo(
      'incidents',
      'list',
      '--older-than',
      '2h',
      '--code',
      'refused',
    );
    expect([code, out]).toEqual([0, expect.stringMatching(/welcome v1 +greet +refused +no-consent +2/)]);
    expect((await system.continuo('incidents', 'list', '--older-than', 'long')).code).toBe(2);
  });

  it('asks which ones, and says with a dry run what it would be about', async () => {
    expect((await system.continuo('incidents', 'skip')).code).toBe(2);
    system.answers.set(BULK, [200, { ...bulk, status: 'previewed', outcomes: { waiting: 3 } }]);
    const { code, out } = await system.continuo('incidents', 'skip', '--journey', 'welcome', '--dry-run');
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(/welcome v1 +greet +refused +3[^]*previewed, 3 in all/),
    ]);
    expect(system.posted.get(BULK)).toEqual({ filter: { journey: 'welcome' }, action: 'skip', dryRun: true });
  });

  it('begins with the token of the preview, and tells what came of it', async () => {
    system.answers.set(BULK, [200, bulk]);
    const { code, out } = await system.continuo('incidents', 'skip', '--step', 'greet', '--rate', '10');
    expect([code, out]).toEqual([0, expect.stringContaining('skip: done, 3 in all (applied 3)')]);
    expect(system.posted.get(BULK)).toEqual({ token: 'b-1', ifChanged: 'refuse', perSecond: 10 });
  });

  it('says so when others match by then', async () => {
    system.answers.set(BULK, [
      409,
      { code: 'incidents-changed', detail: '2 incidents match that were not there' },
    ]);
    const { code, err } = await system.continuo('incidents', 'retry', '--all');
    expect([code, err]).toEqual([5, expect.stringContaining('2 incidents match')]);
  });
});

describe('journeys', () => {
  it('lists definitions and instances, a stalled one with its incident', async () => {
    system.answers.set('/api/orchestrator/definitions', [200, { items: [] }]);
    const told = { ...instance, sends: 2, why: ['began: by request', 'went: nowhere yet'] };
    system.answers.set('/api/orchestrator/instances', [200, { items: [told] }]);
    const { out } = await system.continuo('journeys', 'list');
    expect(out).toContain('None is published yet');
    expect(out).toMatch(/welcome v1 .* stalled: retries-exhausted +greet/);
    const fields = await system.continuo('journeys', 'list', '--fields', 'definition,sends,why');
    expect(JSON.parse(fields.out)).toEqual([{ definition: 'welcome', sends: 2, why: told.why }]);
    expect(await system.continuo('journeys', 'list', '--fields', 'secret')).toMatchObject({
      code: 2,
      err: expect.stringContaining('There is no field secret.') as string,
    });
  });

  it('draws a journey as Mermaid, and gives programs its graph', async () => {
    const path = '/api/orchestrator/definitions/welcome/graph';
    const steps = [{ name: 'greet', kind: 'act', office: 'front', here: 2 }];
    const graph = { journey: 'welcome', version: 3, steps, edges: [] };
    system.answers.set(path, [200, graph]);
    system.answers.set(`${path}?version=3&days=7&format=mermaid`, [200, 'flowchart TB\n']);
    expect((await system.continuo('journeys', 'graph', 'welcome')).out).toBe('flowchart TB\n');
    const { out } = await system.continuo('journeys', 'graph', 'welcome', '-o', 'json');
    expect(JSON.parse(out)).toEqual(graph);
    expect((await system.continuo('journeys', 'graph', 'absent')).code).toBe(4);
  });

  it('says that an instance does not exist, with 4', async () => {
    const { code, err } = await system.continuo('journeys', 'show', instance.id);
    expect([code, err]).toEqual([4, expect.stringContaining('No journey instance has the id')]);
  });

  it('tells why, in words', async () => {
    system.answers.set(`/api/orchestrator/instances/${instance.id}/why`, [
      200,
      {
        instanceId: instance.id,
        journey: 'welcome',
        summary: 'it stands',
        waitsFor: [{ code: 'answer', type: 'reply', text: 'a reply' }],
        until: null,
        because: ['r1'],
      },
    ]);
    const { out } = await system.continuo('journeys', 'why', instance.id);
    expect(out).toMatch(/it stands\n {2}waits for a reply\n {2}newest reasons\n {4}r1/);
  });
});

describe('customers erase', () => {
  const ERASURES = '/api/customer-data-platform/erasures';
  const erasureId = '019aa000-0000-7000-8000-0000000000ee';
  const dryRun = {
    profileIds: ['p1', 'p2'],
    services: [
      {
        service: 'customer-data-platform',
        problem: null,
        stores: [
          { store: 'identifier', rows: 3 },
          { store: 'consent', rows: 0 },
        ],
      },
      { service: 'crm', problem: null, stores: [{ store: 'crm.contact', rows: 1 }] },
    ],
  };
  const proof = (state: 'running' | 'done', ofCrm: object) => ({
    erasureId,
    state,
    phase: state === 'done' ? 'done' : 'confirming',
    requestedAt: '2026-01-01T10:00:00.000Z',
    requestedBy: 'ada',
    erasedAt: '2026-01-01T10:00:01.000Z',
    doneAt: state === 'done' ? '2026-01-01T10:00:02.000Z' : null,
    profileIds: ['p1', 'p2'],
    services: [
      {
        service: 'crm',
        problem: null,
        checkedAt: '2026-01-01T10:00:02.000Z',
        stores: [],
        state: '',
        ...ofCrm,
      },
    ],
  });
  const contact = { store: 'crm.contact', rowsBefore: 1, rowsErased: 1, rowsNow: 0, erasedAt: null };

  beforeEach(() => {
    system.posted.clear();
    system.answers.set(ERASURES, [200, { ...dryRun, dryRun: true, erasureId }]);
    system.answers.set(`${ERASURES}/${erasureId}`, [
      200,
      proof('done', { state: 'confirmed', stores: [contact] }),
    ]);
  });

  it('shows with --dry-run what there is, by service and store, and orders nothing', async () => {
    const { code, out } = await system.continuo('customers', 'erase', 'email=ada@example.com', '--dry-run');
    expect(code).toBe(0);
    expect(out).toContain('2 profiles merged into one');
    expect(out).toMatch(/customer-data-platform +identifier +3\n/);
    expect(out).toMatch(/crm +crm\.contact +1\n/);
    expect(out).not.toContain('consent');
    expect(system.posted.get(ERASURES)).toEqual({
      customers: [{ kind: 'email', value: 'ada@example.com' }],
      dryRun: true,
    });
  });

  it('names in a dry run who could not say, with 1', async () => {
    const silent = { service: 'operations', problem: 'no-answer', stores: [] };
    system.answers.set(ERASURES, [200, { ...dryRun, services: [...dryRun.services, silent] }]);
    const { code, out, err } = await system.continuo('customers', 'erase', 'user=u-1', '--dry-run');
    expect([code, out]).toEqual([1, expect.stringMatching(/operations +- +no-answer/)]);
    expect(err).toContain('Not everybody could say: operations.');
  });

  it('asks first, and erases only when told so in a word', async () => {
    const no = await system.continuoAnswering('y', 'customers', 'erase', 'user=u-1');
    expect([no.code, no.err]).toEqual([5, expect.stringContaining('Nothing was erased.')]);
    expect(system.posted.get(ERASURES)).toMatchObject({ dryRun: true });
    const yes = await system.continuoAnswering('erase', 'customers', 'erase', 'profile=p1');
    expect([yes.code, yes.out]).toEqual([0, expect.stringMatching(/crm +crm\.contact +1 +1 +0 +confirmed/)]);
    expect(system.posted.get(ERASURES)).toEqual({ profileId: 'p1', dryRun: false });
  });

  it('wants --yes where nobody can be asked, and in JSON', async () => {
    for (const args of [[], ['--output', 'json']]) {
      const { code, err } = await system.continuo('customers', 'erase', 'user=u-1', ...args);
      expect([code, err]).toEqual([2, expect.stringContaining('Nobody is there to confirm it.')]);
    }
    const { code, out } = await system.continuo('customers', 'erase', 'user=u-1', '--yes', '-o', 'json');
    expect([code, JSON.parse(out)]).toEqual([0, proof('done', { state: 'confirmed', stores: [contact] })]);
  });

  it('names who has not confirmed when it does not wait longer, with 1, and shows it again later', async () => {
    system.answers.set(`${ERASURES}/${erasureId}`, [
      200,
      proof('running', { state: 'silent', problem: 'no-answer' }),
    ]);
    for (const args of [
      ['erase', 'user=u-1', '--yes', '--wait', '0'],
      ['erasure', erasureId],
    ]) {
      const { code, out, err } = await system.continuo('customers', ...args);
      expect([code, out]).toEqual([1, expect.stringMatching(/crm +- +\? +\? +\? +no-answer/)]);
      expect(err).toContain('It is not done yet: crm.');
      expect(err).toContain(`continuo customers erasure ${erasureId}`);
    }
  });

  it('says that nobody is known by it with 4, and a wrong --wait with 2', async () => {
    system.answers.set(ERASURES, [
      404,
      { code: 'customer-unknown', detail: 'nobody is known by any of these' },
    ]);
    expect((await system.continuo('customers', 'erase', 'user=nobody', '--yes')).code).toBe(4);
    expect((await system.continuo('customers', 'erasure', 'none')).code).toBe(4);
    expect((await system.continuo('customers', 'erase', 'user=u-1', '--wait', 'long')).code).toBe(2);
    expect((await system.continuo('customers', 'erase', 'nobody', '--yes')).code).toBe(2);
  });
});

describe('journeys as files', () => {
  const DEFINITIONS = '/api/orchestrator/definitions';
  const text = 'journey: welcome\ntitle: Welcome\nsteps:\n  over: { end: over }\n';
  const folderWith = (files: Record<string, string>): string => {
    const folder = mkdtempSync(join(tmpdir(), 'continuo-journeys-'));
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    return folder;
  };

  beforeEach(() => {
    system.posted.clear();
    const summary = { journey: 'welcome', version: 3, hash: 'h3' };
    const answers: Record<string, readonly [number, unknown]> = {
      [DEFINITIONS]: [200, { items: [summary], version: 4, isNew: true }],
      [`${DEFINITIONS}/welcome`]: [200, { ...summary, definition: text }],
      [`${DEFINITIONS}/welcome/state`]: [200, { state: 'published' }],
      [`${DEFINITIONS}/validate`]: [200, { problems: [] }],
    };
    for (const [path, answer] of Object.entries(answers)) system.answers.set(path, answer);
  });

  it('come out as they are, and then differ in nothing', async () => {
    const folder = folderWith({ 'welcome.test.yaml': 'scenarios: []\n' });
    expect(await system.continuo('journeys', 'export', folder)).toMatchObject({ code: 0 });
    expect(readFileSync(join(folder, 'welcome.yaml'), 'utf8')).toBe(text);
    expect(await system.continuo('journeys', 'diff', folder)).toMatchObject({ code: 0 });
    expect(await system.continuo('journeys', 'apply', folder)).toMatchObject({ code: 0 });
    expect(system.posted.size).toBe(0);
  });

  it('are told line by line with their numbers, and end with 1, when they differ', async () => {
    const folder = folderWith({
      'a.yaml': text.replace('Welcome', 'Hello'),
      'b.yml': text.replace('welcome', 'new'),
    });
    const { code, out } = await system.continuo('journeys', 'diff', folder);
    expect(code).toBe(1);
    expect(out).toMatch(/welcome \(a\.yaml\): changed, against version 3/);
    expect(out).toMatch(/2 {7}- title: Welcome/);
    expect(out).toMatch(/ {6}2 \+ title: Hello/);
    expect(out).toMatch(/new \(b\.yml\): new/);
  });

  it('are published behind the version that was seen; a dry run publishes nothing, nor does a mistake', async () => {
    const folder = folderWith({ 'a.yaml': text.replace('Welcome', 'Hello') });
    const dry = await system.continuo('journeys', 'apply', folder, '--dry-run');
    expect([dry.code, system.posted.has(DEFINITIONS)]).toEqual([0, false]);
    expect(await system.continuo('journeys', 'apply', folder)).toMatchObject({ code: 0 });
    expect(system.posted.get(DEFINITIONS)).toEqual({ definition: text.replace('Welcome', 'Hello') });
    system.posted.clear();
    const problems = [{ line: 2, column: 1, rule: 'shape-required', message: 'no owner' }];
    system.answers.set(`${DEFINITIONS}/validate`, [200, { problems }]);
    const wrong = await system.continuo('journeys', 'apply', folder);
    expect([wrong.code, system.posted.has(DEFINITIONS)]).toEqual([1, false]);
    expect(wrong.err).toContain('a.yaml:2:1 shape-required: no owner');
  });

  it('name every file that is not taken: nothing is applied while one was meant to be', async () => {
    const others = {
      'welcome.scenario.yaml': 'journey: welcome.yaml\nscenarios: []\n',
      'readme.md': '# Ours\n',
    };
    const folder = folderWith({
      ...others,
      'compose.yaml': 'x: &all { a: 1 }\nservices: { b: *all }\n',
      'deploy.yaml': 'kind: Service\n---\nkind: Deployment\n',
      'a.yaml.txt': text,
    });
    symlinkSync(tmpdir(), join(folder, 'elsewhere'));
    symlinkSync('nowhere', join(folder, 'broken'));
    const fine = await system.continuo('journeys', 'apply', folder, '-o', 'json');
    expect(fine.code).toBe(0);
    expect(fine.err).toContain('compose.yaml is not a definition: it has neither a journey nor steps');
    expect(fine.err).toContain('a.yaml.txt is not a definition: its name ends neither in .yaml nor in .yml');
    expect(fine.err).not.toMatch(/scenario|readme/);
    const { leftOut } = JSON.parse(fine.out) as { leftOut: readonly { file: string }[] };
    expect(leftOut.map(({ file }) => file)).toEqual(['a.yaml.txt', 'compose.yaml', 'deploy.yaml']);
    for (const [content, why] of [
      ['journeys: welcome\nsteps: {}\n', 'it has steps, but no name of a journey at its top'],
      ['journey: welcome\nstep: {}\n', 'it is the journey welcome, but has no steps'],
      ['journey: [welcome\n', 'it can not be read as YAML'],
    ] as const) {
      const meant = folderWith({ 'a.YAML': content, 'b.yaml': text.replace('Welcome', 'Hello') });
      for (const command of ['diff', 'apply']) {
        const refused = await system.continuo('journeys', command, meant);
        expect([refused.code, refused.err]).toEqual([
          1,
          expect.stringContaining(`a.YAML is not a definition: ${why}`),
        ]);
      }
    }
    expect(system.posted.has(DEFINITIONS)).toBe(false);
  });

  it('are definitions however their names are written: what is wrong with one the system says', async () => {
    const odd = folderWith({ 'a.yaml': '{ "journey": "Very_Odd", "steps": {} }' });
    const problems = [{ line: 1, column: 3, rule: 'shape-pattern', message: 'no name' }];
    system.answers.set(`${DEFINITIONS}/validate`, [200, { problems }]);
    expect((await system.continuo('journeys', 'diff', odd)).out).toContain('Very_Odd (a.yaml): new');
    expect((await system.continuo('journeys', 'apply', odd)).err).toContain('a.yaml:1:3 shape-pattern');
  });

  it('are the same whatever ends their lines and whether a byte order mark begins them, here and there', async () => {
    const crlf = `\ufeff${text.replaceAll('\n', '\r\n')}`;
    for (const [here, there] of [
      [crlf, text],
      [text, crlf],
      [crlf, crlf],
    ] as const) {
      const answer = { journey: 'welcome', version: 3, hash: 'h3', definition: there };
      system.answers.set(`${DEFINITIONS}/welcome`, [200, answer]);
      const folder = folderWith({ 'a.yaml': here });
      expect(await system.continuo('journeys', 'diff', folder)).toMatchObject({ code: 0 });
      expect(await system.continuo('journeys', 'apply', folder)).toMatchObject({ code: 0 });
      await system.continuo('journeys', 'export', folder);
      rmSync(join(folder, 'a.yaml'));
      expect(await system.continuo('journeys', 'diff', folder)).toMatchObject({ code: 0 });
      const edited = folderWith({ 'a.yaml': here.replace('Welcome', 'Hello') });
      const { code, out } = await system.continuo('journeys', 'diff', edited);
      expect([code, out.match(/ [-+] .*/g)]).toEqual([1, [' - title: Welcome', ' + title: Hello']]);
    }
    expect(system.posted.size).toBe(0);
  });

  it('are refused with 5 when somebody published meanwhile, and with 2 when two files are one journey', async () => {
    const folder = folderWith({ 'a.yaml': text.replace('Welcome', 'Hello') });
    const moved = { code: 'version-changed', detail: 'another version was published meanwhile' };
    system.answers.set(`POST ${DEFINITIONS}`, [412, moved]);
    const refused = await system.continuo('journeys', 'apply', folder);
    expect(refused.code).toBe(5);
    expect(refused.out).toContain('refused: another version was published meanwhile');
    const twice = folderWith({ 'a.yaml': text, 'b.yaml': text });
    expect(await system.continuo('journeys', 'diff', twice)).toMatchObject({ code: 2 });
    expect(await system.continuo('journeys', 'diff', join(twice, 'no-such'))).toMatchObject({ code: 2 });
  });
});

describe('guardrails as a file', () => {
  const GUARDRAILS = '/api/orchestrator/guardrails';
  const text = 'title: Guardrails\nowner: care\ncaps:\n  - { name: few, max: 2, per: P7D, then: hold }\n';
  const more = text.replace('max: 2', 'max: 3');
  const fileOf = (content: string): string => {
    const file = join(mkdtempSync(join(tmpdir(), 'continuo-guardrails-')), 'guardrails.yaml');
    writeFileSync(file, content);
    return file;
  };

  beforeEach(() => {
    system.posted.clear();
    const inForce = { version: 4, policy: text, changedBy: 'otto', changedAt: '2026-01-01T00:00:00Z' };
    const held = [{ rule: 'caps/few', count: 7, since: '2026-01-02T00:00:00Z' }];
    system.answers.set(GUARDRAILS, [200, inForce]);
    system.answers.set(`PUT ${GUARDRAILS}`, [200, { ...inForce, version: 5, isNew: true }]);
    system.answers.set(`${GUARDRAILS}/held`, [200, { held }]);
    system.answers.set(`${GUARDRAILS}/validate`, [200, { problems: [] }]);
  });

  it('come out as they are, and then differ in nothing and are not published again', async () => {
    const { code, out } = await system.continuo('guardrails', 'show');
    expect([code, out]).toEqual([0, text]);
    expect(await system.continuo('guardrails', 'diff', fileOf(out))).toMatchObject({ code: 0 });
    const crlf = fileOf(`\ufeff${out.replaceAll('\n', '\r\n')}`);
    expect(await system.continuo('guardrails', 'diff', crlf)).toMatchObject({ code: 0 });
    const applied = await system.continuo('guardrails', 'apply', fileOf(out));
    expect([applied.code, applied.out]).toEqual([0, 'version 4 is this already\n']);
    expect(system.posted.has(`${GUARDRAILS}/validate`)).toBe(false);
    system.answers.set(`PUT ${GUARDRAILS}`, [500, {}]);
    expect(await system.continuo('guardrails', 'apply', fileOf(text))).toMatchObject({ code: 0 });
  });

  it('are told line by line, with who waits now, and end with 1, when they differ; a dry run publishes nothing', async () => {
    const { code, out } = await system.continuo('guardrails', 'diff', fileOf(more));
    expect(code).toBe(1);
    expect(out).toMatch(/4 {7}- {3}- \{ name: few, max: 2/);
    expect(out).toMatch(/ {6}4 \+ {3}- \{ name: few, max: 3/);
    expect(out).toContain('7 messages wait by caps/few');
    system.answers.set(`PUT ${GUARDRAILS}`, [500, {}]);
    const dry = await system.continuo('guardrails', 'apply', fileOf(more), '--dry-run', '-o', 'json');
    expect([dry.code, JSON.parse(dry.out)]).toMatchObject([0, { dryRun: true, version: 5, isNew: false }]);
  });

  it('are published behind the version that was seen; with mistakes or when somebody was faster they are not', async () => {
    const applied = await system.continuo('guardrails', 'apply', fileOf(more));
    expect([applied.code, applied.out]).toEqual([0, expect.stringContaining('published as version 5')]);
    system.answers.set(`PUT ${GUARDRAILS}`, [
      412,
      { code: 'version-moved', detail: 'another version is there' },
    ]);
    const moved = await system.continuo('guardrails', 'apply', fileOf(more));
    expect([moved.code, moved.err]).toEqual([5, expect.stringContaining('another version is there')]);
    const problems = [{ line: 4, column: 5, rule: 'shape-required', message: 'no name' }];
    system.answers.set(`${GUARDRAILS}/validate`, [200, { problems }]);
    const wrong = await system.continuo('guardrails', 'apply', fileOf(more));
    expect([wrong.code, wrong.err]).toEqual([1, expect.stringContaining(':4:5 shape-required: no name')]);
  });

  it('say that there are none with 4, and want a file and a version that are some with 2', async () => {
    system.answers.set(GUARDRAILS, [200, { version: 0, policy: null, changedBy: null, changedAt: null }]);
    expect(await system.continuo('guardrails', 'show')).toMatchObject({ code: 4 });
    expect((await system.continuo('guardrails', 'diff', fileOf(text))).out).toContain('the first policy');
    expect(await system.continuo('guardrails', 'diff', '/no/such/file')).toMatchObject({ code: 2 });
    expect(await system.continuo('guardrails', 'show', '--policy-version', 'x')).toMatchObject({ code: 2 });
  });
});

describe('what goes wrong', () => {
  it('is a usage error with 2 for an unknown command, option, role or identifier', async () => {
    for (const args of [
      ['nope'],
      ['status', '--nope'],
      ['token', '--role', 'root'],
      ['customers', 'show', 'ada'],
    ]) {
      expect([args, (await system.continuo(...args)).code]).toEqual([args, 2]);
    }
  });

  it('passes a refusal on with its code, fields and request, and 5', async () => {
    system.answers.set(`${MESSAGING}/parked`, [
      403,
      { code: 'role-missing', detail: 'One of these roles is needed: operator.', instance: 'request-1' },
    ]);
    const { code, err } = await system.continuo('parked', 'list');
    expect(code).toBe(5);
    expect(err).toContain('One of these roles is needed: operator.\n      (role-missing, request request-1)');
  });

  it('says what to do when nothing answers, with 3, and never shows a secret', async () => {
    const closed = await startSmallSystem();
    await closed.close();
    process.env.CONTINUO_URL = closed.url;
    const { code, out, err } = await system.continuo('status');
    delete process.env.CONTINUO_URL;
    expect([code, out]).toEqual([3, '']);
    expect(err).toContain(`${closed.url} can't be reached (ECONNREFUSED).`);
    expect(err).not.toContain(ISSUER_SECRET);
  });

  it('names the variables of the environment that are wrong', async () => {
    process.env.KAFKA_TLS = 'perhaps';
    const { code, err } = await system.continuo('topics', 'apply');
    delete process.env.KAFKA_TLS;
    expect([code, err]).toEqual([2, expect.stringContaining('KAFKA_TLS: expected true or false')]);
  });

  it('helps: every command, the variables and the exit codes', async () => {
    const { code, out } = await system.continuo('--help');
    expect(code).toBe(0);
    for (const word of ['status', 'doctor', 'journeys', 'CONTINUO_URL', 'Exit codes'])
      expect(out).toContain(word);
  });
});
