// Customers of these tests' own: known by a name and an address, with a device that may be another one's too.
import { eventually } from '@continuo/testing';
import { randomUUID } from 'node:crypto';
import type { ConsoleUnderTest } from './console-under-test.js';

export interface OwnCustomer {
  readonly id: string;
  readonly user: string;
  readonly email: string;
  readonly familyName: string;
}

type System = NonNullable<ConsoleUnderTest['system']>;

export async function bringAboutCustomer(console: ConsoleUnderTest, device: string): Promise<OwnCustomer> {
  const system = ownSystem(console);
  const user = `seen-${randomUUID()}`;
  const email = `${user}@example.net`;
  await send(system, [
    {
      type: 'identify',
      userId: user,
      traits: { firstName: 'Robin', email },
      context: { device: { id: device } },
    },
  ]);
  const path = `/api/customer-data-platform/profiles?kind=user&value=${user}`;
  const id = await eventually(
    async () => {
      const { status, text } = await system.ask('GET', path, await system.bearer('operator'));
      return status === 200 && (JSON.parse(text) as { id: string }).id;
    },
    { within: 30_000, what: 'a customer' },
  );
  return { id, user, email, familyName: `Quill${randomUUID().slice(0, 8)}` };
}

/** Looks at so many pages of the shop; resolves when it is sent, not when it has come. */
export async function doesSomething(
  console: ConsoleUnderTest,
  { user }: OwnCustomer,
  count: number,
): Promise<void> {
  const looked = {
    type: 'track',
    userId: user,
    event: 'Page Looked At',
    properties: { page: 'opening-hours' },
  };
  await send(
    ownSystem(console),
    Array.from({ length: count }, () => looked),
  );
}

/** As staff write one down: it becomes the customer's by the address. */
export async function bringAboutContact(
  console: ConsoleUnderTest,
  { id, email, familyName }: OwnCustomer,
): Promise<void> {
  const system = ownSystem(console);
  const contact = { givenName: 'Robin', familyName, emails: [email], notes: 'Prefers to be called.' };
  const { status, text } = await system.ask(
    'POST',
    '/api/crm/contacts',
    await system.bearer('agent'),
    contact,
    { 'idempotency-key': randomUUID() },
  );
  if (status !== 201) throw new Error(`the contact was answered ${status} ${text}`);
  await eventually(
    async () => {
      const path = `/api/crm/profiles/${id}/contacts:masked`;
      return (await system.get<{ contacts: readonly unknown[] }>(path, 'operator')).contacts.length === 1;
    },
    { within: 30_000, what: 'the contact of a customer' },
  );
}

async function send(system: System, calls: readonly object[]): Promise<void> {
  const batch = calls.map((call) => ({ ...call, messageId: randomUUID() }));
  const { status, text } = await system.ask('POST', '/v1/batch', system.writeKey, { batch });
  if (status >= 300) throw new Error(`the batch was answered ${status} ${text}`);
}

function ownSystem({ system }: ConsoleUnderTest): System {
  if (system === undefined) throw new Error('needs a system of its own: nobody else gets customers');
  return system;
}
