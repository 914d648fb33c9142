// Proves over the running services that a customer who comes into a segment starts a journey, once, with facts that tell of
// it; and that nothing is sent by a channel on which their address was suppressed, by the guardrail that says so.
import { eventually } from '@continuo/testing';
import { randomInt } from 'node:crypto';
import type { Role } from '@continuo/service-kit';
import type { StoryRun } from './story-run.js';

const definition = `
journey: vip-welcome
title: Who becomes a VIP is welcomed
owner: tests
objective: to be read
metrics: [read]
entry:
  - on: continuo.cdp.SegmentEntered.v1
    when: event.segment == "vip" && profile.segments.exists(s, s == event.segment)
steps:
  welcome:
    office: front
    act: collaboration.SendMessage
    with: { template: "'welcome'", purpose: "'service'", channel: "'whatsapp'" }
    notAfter: PT1H
    refused: not-welcomed
  welcomed: { end: welcomed }
  not-welcomed: { end: not-welcomed }
`;

const policy = `
title: Who can't be reached is not written to
owner: tests
suppression:
  - { name: unreachable, unreachable: true }
`;

interface Shown {
  readonly facts: { readonly segments: readonly string[]; readonly reachability: Record<string, boolean> };
}

export function segmentsTests(run: () => StoryRun): void {
  const patience = { within: 60_000 };

  async function ask<T>(method: string, path: string, role: Role, body?: object): Promise<T> {
    const { running } = run();
    const { status, text } = await running.ask(method, `/api/${path}`, await running.bearer(role), body);
    if (status >= 300) throw new Error(`${method} ${path} answered ${status} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  const members = (body: object) =>
    ask<object>('POST', 'customer-data-platform/segments/vip/members', 'integrator', body);

  it('a segment entered starts a journey, once; a suppressed address is skipped by its guardrail', async () => {
    const { running } = run();
    await ask('POST', 'orchestrator/definitions', 'designer', { definition });
    // Whatever the tests before have put there.
    const any = { 'if-match': '*' };
    const authorization = await running.bearer('operator');
    const put = await running.ask('PUT', '/api/orchestrator/guardrails', authorization, { policy }, any);
    expect(put.status).toBe(200);
    const digits = String(randomInt(10_000_000, 99_999_999));
    const [userId, phone] = [`user-${digits}x`, `+49151${digits}`];
    const called = await running.ask('POST', '/v1/identify', running.writeKey, { userId, traits: { phone } });
    expect(called.status).toBe(200);
    const profileId = await eventually(
      async () => {
        const asked = { customers: [{ kind: 'phone', value: phone }] };
        const lookup = 'customer-data-platform/profiles:lookup';
        const { profileIds } = await ask<{ profileIds: (string | null)[] }>('POST', lookup, 'agent', asked);
        return profileIds[0] ?? undefined;
      },
      { ...patience, what: 'a profile' },
    );
    const facts = async () =>
      (await ask<Shown>('GET', `customer-data-platform/profiles/${profileId}`, 'agent')).facts;
    const outcomes = async () => {
      const path = `orchestrator/instances?customer=${profileId}&definition=vip-welcome`;
      const { items } = await ask<{ items: { outcome: string | null }[] }>('GET', path, 'operator');
      return items.map(({ outcome }) => outcome);
    };
    const ended = (count: number) =>
      eventually(
        async () => {
          const found = await outcomes();
          return found.length === count && !found.includes(null);
        },
        { ...patience, what: `${count} journeys that have ended` },
      );

    const named = { kind: 'phone', value: phone };
    expect(await members({ add: [named] })).toMatchObject({ entered: 1, unchanged: 0, refused: [] });
    expect(await members({ add: [{ profileId }] })).toMatchObject({ entered: 0, unchanged: 1 });
    await ended(1);
    expect(await outcomes()).toEqual(['welcomed']);
    expect(await facts()).toMatchObject({ segments: ['vip'], reachability: { whatsapp: true } });

    const said = { address: phone, reason: 'asked-by-phone' };
    const { suppressionId } = await ask<{ suppressionId: string }>(
      'PUT',
      'collaboration/suppressions',
      'supervisor',
      said,
    );
    const isReachable = (whatsapp: boolean) =>
      eventually(async () => (await facts()).reachability.whatsapp === whatsapp, {
        ...patience,
        what: `whatsapp ${whatsapp}`,
      });
    await isReachable(false);
    expect(await members({ remove: [{ profileId }] })).toMatchObject({ left: 1 });
    expect(await members({ add: [{ profileId }] })).toMatchObject({ entered: 1 });
    await ended(2);
    const why = await ask<object>('GET', `orchestrator/customers/${profileId}/why`, 'agent');
    expect(JSON.stringify(why)).toContain('suppression/unreachable');

    await ask('DELETE', `collaboration/suppressions/${suppressionId}`, 'supervisor');
    await isReachable(true);
    expect((await outcomes()).length).toBe(2);
  }, 180_000);
}
