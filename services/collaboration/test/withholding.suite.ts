// What keeps a message back although a command asks for it: suppressions and the switch.
import { eventually } from '@continuo/testing';
import { playedCustomers } from './played-customers.js';
import { metaError } from './played-world.js';
import type { RunningCollaboration } from './running-collaboration.js';
import { textMessage } from './whatsapp-calls.js';

export function withholdingTests(running: () => RunningCollaboration): void {
  const { customer, writer, says, facts, command, answers, outcome, callsTo } = playedCustomers(running);

  describe('who must not be written to', () => {
    /** What is published of addresses, as `<name> <scope> <source>`. */
    const told = async () =>
      (await running().read('collaboration.suppressions')).map(
        ({ name, value }) => `${name} ${String(value.scope ?? '')} ${String(value.source)}`,
      );

    it('said stop: nothing goes out until start is said', async () => {
      const before = (await told()).length;
      const to = await writer('  STOPP! ');
      expect(await outcome(to, {})).toBe('MessageRefused suppressed');
      await says(to, textMessage(to.phone, "I can't stop laughing"));
      expect(await outcome(to, {})).toBe('MessageRefused suppressed');
      await says(to, textMessage(to.phone, 'Start'));
      expect(await outcome(to, {})).toBe('MessageSent');
      await eventually(async () => (await told()).length >= before + 2, { what: 'both words' });
      expect((await told()).slice(before)).toEqual([
        'AddressSuppressed all customer',
        'AddressReleased  customer',
      ]);
    });

    it('stopped our marketing at the provider: the rest still goes out', async () => {
      const to = customer();
      await facts(to, { consents: [{ purpose: 'marketing', channel: 'whatsapp', granted: true }] });
      running().world.answers.set(to.phone, [metaError(400, 131050), { status: 200, body: {} }]);
      const marketing = { template: 'cart-reminder', purpose: 'marketing' };
      expect(await outcome(to, marketing)).toBe('MessageRefused suppressed');
      expect(await outcome(to, marketing)).toBe('MessageRefused suppressed');
      expect(callsTo(to)).toHaveLength(1);
      expect(await outcome(to, {})).toBe('MessageSent');
      await eventually(async () => (await told()).at(-1) === 'AddressSuppressed marketing provider');
    });

    it('was put on the list by a supervisor, by number, of which only a hash is kept', async () => {
      const to = customer();
      const address = `0${to.phone.slice(2)}`;
      const put = await running().ask('PUT', 'suppressions', 'supervisor', {
        address,
        reason: 'asked-by-phone',
      });
      expect(put).toMatchObject({
        status: 200,
        body: { scope: 'all', source: 'staff', reason: 'asked-by-phone' },
      });
      expect(await outcome(to, {})).toBe('MessageRefused suppressed');
      const found = await running().ask('POST', 'suppressions:lookup', 'agent', { address: `+${to.phone}` });
      expect(found.body).toMatchObject({ suppression: { suppressionId: put.body.suppressionId } });
      const rows = await running().own.query<{ key: string }>('select key from suppression_key');
      expect(JSON.stringify(rows)).not.toContain(to.phone);
      expect(
        (await running().ask('DELETE', `suppressions/${String(put.body.suppressionId)}`, 'supervisor'))
          .status,
      ).toBe(204);
      expect(
        (await running().ask('DELETE', `suppressions/${String(put.body.suppressionId)}`, 'supervisor'))
          .status,
      ).toBe(404);
      expect(
        (await running().ask('PUT', 'suppressions', 'supervisor', { address: 'nobody', reason: 'x' })).status,
      ).toBe(422);
      expect((await running().ask('PUT', 'suppressions', 'agent', { address, reason: 'x' })).status).toBe(
        403,
      );
      expect(await outcome(to, {})).toBe('MessageSent');
    });
  });

  describe('the sending switch', () => {
    it('holds messages of a purpose back, lets them go in order, and expires those whose time passes meanwhile', async () => {
      const to = customer();
      await facts(to, { consents: [{ purpose: 'tips', channel: '*', granted: true }] });
      const before = await running().ask('GET', 'sending-switch', 'operator');
      const turn = (stopped: object[], etag: string | null) =>
        running().ask(
          'PUT',
          'sending-switch',
          'operator',
          { stopped },
          { ...(etag && { 'if-match': etag }) },
        );
      expect((await turn([], null)).status).toBe(428);
      const off = await turn([{ purpose: 'tips' }], before.headers.get('etag'));
      expect(off.body).toMatchObject({ stopped: [{ channel: '*', purpose: 'tips' }], released: 0 });
      expect((await turn([], before.headers.get('etag'))).status).toBe(412);

      const soon = await command(to, { purpose: 'tips', notAfter: Date.now() + 1_000 });
      const held = [
        await command(to, { purpose: 'tips' }),
        await command(to, { purpose: 'tips', template: 'collect-sorry' }),
      ];
      expect(await outcome(to, { purpose: 'service' })).toBe('MessageSent');
      await eventually(async () => {
        const { body } = await running().ask(
          'GET',
          `deliveries?state=held&profileId=${to.profileId}`,
          'operator',
        );
        return (body.items as unknown[]).length >= 2;
      });
      const [expired] = await answers(soon);
      expect(expired?.type).toContain('MessageExpired');
      expect(callsTo(to)).toHaveLength(1);

      const on = await turn([], off.headers.get('etag'));
      expect(on.body).toMatchObject({ stopped: [], released: 2 });
      for (const id of held) expect((await answers(id))[0]?.type).toContain('MessageSent');
      const names = callsTo(to)
        .slice(1)
        .map(({ body }) => (body.template as { name: string }).name);
      expect(names).toEqual(['farewell', 'collect_sorry']);
    });
  });
}
