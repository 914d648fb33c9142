// From outside: the staff of a shop is alerted and listens, and people do tasks.
import { eventually } from '@continuo/testing';
import { uuidv7 } from 'uuidv7';
import type { RunningCollaboration } from './running-collaboration.js';
import { createPlace } from './places.suite.js';
import { seen } from './seen.js';

interface StreamEvent {
  readonly type: string;
  readonly id: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export function staffTests(collaboration: () => RunningCollaboration): void {
  const ask = (...asked: Parameters<RunningCollaboration['ask']>) => collaboration().ask(...asked);
  const newPlace = () => createPlace(collaboration());
  const command = async (type: string, value: object, profileId: string) => {
    const commandId = uuidv7();
    const name = `continuo.collaboration.commands.${type}.v1`;
    await collaboration().send({ topic: 'collaboration.commands', type: name, value, profileId, commandId });
    return commandId;
  };
  const eventsOf = async (topic: string, profileId: string) =>
    (await collaboration().read(topic)).filter(({ headers }) => headers['ce_profileid'] === profileId);
  const namesOf = async (topic: string, profileId: string) =>
    (await eventsOf(topic, profileId)).map(({ type }) => type.split('.')[2]);

  describe('alerts', () => {
    it('reach staff that listens, are taken on once, and resume after a lost connection', async () => {
      const [placeId, profileId] = [await newPlace(), uuidv7()];
      const stream = await follow(collaboration(), placeId);
      await eventually(() => stream.events.some(({ type }) => type === 'ready'));
      const commandId = await command('AlertStaff', { placeId, orderId: 'o-1' }, profileId);
      await seen(() => namesOf('collaboration.alerts', profileId), ['StaffAlerted']);
      const [alerted] = await eventsOf('collaboration.alerts', profileId);
      expect(alerted).toMatchObject({
        value: { orderId: 'o-1', listening: 1 },
        headers: { commandid: commandId },
      });
      await eventually(() => stream.events.some(({ data }) => data['orderId'] === 'o-1'));
      stream.close();
      const alertId = String(alerted?.value['alertId']);
      const take = (token: string) =>
        fetch(`${collaboration().url}/alerts/${alertId}:acknowledge`, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}` },
        });
      const tokens = await Promise.all([
        collaboration().token('agent'),
        collaboration().token('agent', 'somebody else'),
      ]);
      const answers = await Promise.all(tokens.map(take));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      const refused = (await answers.find(({ status }) => status === 409)?.json()) as Record<string, unknown>;
      expect(refused).toMatchObject({ code: 'alert-taken', errors: [{ rule: 'taken-by:agent' }] });
      expect(JSON.stringify(refused)).not.toContain('local-');
      await seen(
        () => namesOf('collaboration.alerts', profileId),
        ['StaffAlerted', 'StaffAlertAcknowledged'],
      );
      const again = await follow(collaboration(), placeId, stream.events.at(-1)?.id);
      await eventually(() => again.events.some(({ type }) => type === 'ready'));
      expect(again.events.map(({ type, data }) => `${type} ${String(data['state'])}`)).toEqual([
        'alert acknowledged',
        'ready undefined',
      ]);
      again.close();
      const listed = await ask('GET', `places/${placeId}/alerts?state=open`, 'agent');
      expect(listed).toMatchObject({ status: 200, body: { items: [] } });
    });

    it('are refused by name, on the bus and over HTTP', async () => {
      const profileId = uuidv7();
      await command('AlertStaff', { placeId: 'nowhere', orderId: null }, profileId);
      await seen(() => namesOf('collaboration.alerts', profileId), ['StaffAlertRefused']);
      expect(await ask('GET', 'places/nowhere/alerts', 'agent')).toMatchObject({ status: 404 });
      expect(await ask('GET', 'places/nowhere/alerts/stream', 'agent')).toMatchObject({ status: 404 });
      expect(await ask('GET', 'places/nowhere/alerts/stream', 'integrator')).toMatchObject({ status: 403 });
      expect(await ask('POST', `alerts/${uuidv7()}:acknowledge`, 'agent')).toMatchObject({
        status: 404,
        body: { code: 'alert-unknown' },
      });
      expect(await ask('POST', 'alerts/nothing:acknowledge', 'agent')).toMatchObject({ status: 400 });
    });
  });

  describe('tasks', () => {
    it('come by command, are done by people, and tell the bus what came of them', async () => {
      const profileId = uuidv7();
      const wanted = {
        taskType: 'call-back',
        role: 'agent',
        orderId: 'o-1',
        caseId: null,
        dueAt: Date.now(),
      };
      await command('CreateTask', wanted, profileId);
      await seen(() => namesOf('collaboration.tasks', profileId), ['TaskCreated']);
      const listed = await ask('GET', 'tasks?state=open&taskType=call-back&role=agent', 'agent');
      const mine = (listed.body['items'] as Record<string, unknown>[]).find(
        (task) => task['profileId'] === profileId,
      );
      const taskId = String(mine?.['taskId']);
      const act = (action: string, role: 'agent' | 'designer' = 'agent', body?: object) =>
        ask('POST', `tasks/${taskId}:${action}`, role, body);
      expect(await act('claim', 'designer')).toMatchObject({
        status: 403,
        body: { code: 'task-wrong-role' },
      });
      expect(await act('complete', 'agent', { outcome: 'reached' })).toMatchObject({ status: 409 });
      expect(await act('claim')).toMatchObject({
        status: 200,
        body: { state: 'claimed', claimedByYou: true },
      });
      expect(await act('complete', 'agent', { outcome: 'Not a code' })).toMatchObject({ status: 400 });
      const done = await act('complete', 'agent', { outcome: 'reached', note: 'ask for Zebulon' });
      expect(done).toMatchObject({ status: 200, body: { state: 'done', outcome: 'reached' } });
      expect(JSON.stringify(done.body)).not.toContain('Zebulon');
      const shown = await ask('GET', `tasks/${taskId}`, 'agent');
      expect(shown.body).toMatchObject({ note: 'ask for Zebulon' });
      const names = ['TaskCreated', 'TaskClaimed', 'TaskCompleted'];
      await seen(() => namesOf('collaboration.tasks', profileId), names);
      expect(await ask('GET', `tasks/${uuidv7()}`, 'agent')).toMatchObject({ status: 404 });
      expect(await ask('GET', 'tasks?dueBefore=soon', 'agent')).toMatchObject({ status: 400 });
    });
  });
}

/** Listens to a place's alerts as a browser does, without its reconnecting. */
async function follow(collaboration: RunningCollaboration, placeId: string, lastEventId?: string) {
  const abort = new AbortController();
  const answer = await fetch(`${collaboration.url}/places/${placeId}/alerts/stream`, {
    headers: {
      authorization: `Bearer ${await collaboration.token('agent')}`,
      ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
    },
    signal: abort.signal,
  });
  expect(answer.headers.get('content-type')).toContain('text/event-stream');
  const events: StreamEvent[] = [];
  void read(answer, events).catch(() => undefined);
  return { events, close: () => abort.abort() };
}

async function read(answer: Response, events: StreamEvent[]): Promise<void> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of answer.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const fields = new Map(
        block.split('\n').map((line) => [line.split(': ')[0], line.slice(line.indexOf(': ') + 2)]),
      );
      const [type, id, data] = [fields.get('event'), fields.get('id'), fields.get('data')];
      if (type !== undefined && id !== undefined)
        events.push({ type, id, data: JSON.parse(data || '{}') as StreamEvent['data'] });
    }
  }
}
