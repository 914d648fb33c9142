// The customers of the suites: who wrote to us, who did not, what is sent to them and what came of it.
import type { collaboration as contract } from '@continuo/contracts';
import { eventually } from '@continuo/testing';
import { uuidv7 } from 'uuidv7';
import type { ProviderCall } from './played-world.js';
import type { ReadRecord, RunningCollaboration } from './running-collaboration.js';
import { deliver, newNumber, textMessage, webhookOf } from './whatsapp-calls.js';

export const DELIVERIES = 'collaboration.deliveries';
const SEND = 'continuo.collaboration.commands.SendMessage.v1';

export interface Customer {
  readonly profileId: string;
  readonly phone: string;
}

export type Command = Partial<contract.SendMessage>;

/** What the suites do with customers, on the service that runs. */
export function playedCustomers(running: () => RunningCollaboration) {
  /** Somebody the platform has a number of, who never wrote. */
  function customer(profileId = uuidv7()): Customer {
    const made = { profileId, phone: newNumber() };
    running().world.phones.set(made.profileId, `+${made.phone}`);
    return made;
  }

  /** Somebody who wrote to us; answers when the service knows whose words they are. */
  async function writer(text = 'hello'): Promise<Customer> {
    const made = { profileId: uuidv7(), phone: newNumber() };
    await says(made, textMessage(made.phone, text));
    return made;
  }

  async function says({ profileId }: Customer, message: Record<string, unknown>): Promise<ReadRecord> {
    const before = (await running().read('collaboration.messages')).length;
    await deliver(running(), webhookOf({ messages: [message] }));
    const record = await eventually(async () => (await running().read('collaboration.messages'))[before]);
    await running().passOn(record, profileId);
    await eventually(async () => {
      const rows = await running().own.query('select 1 from message where id = $1 and profile_id = $2', [
        record.value.messageId,
        profileId,
      ]);
      return rows.length === 1;
    });
    return record;
  }

  async function facts(
    { profileId }: Customer,
    said: { consents?: object[]; language?: string; version?: number },
  ): Promise<void> {
    const { version = 1, language = null, consents = [] } = said;
    const value = {
      ...{
        profileId,
        version,
        language,
        changed: [],
        segments: [],
        timeZone: null,
        reachability: {},
        scores: {},
        valueTier: null,
      },
      consents: consents.map((each) => ({ version: '1', changedAt: Date.now(), ...each })),
      changedAt: Date.now(),
    };
    await running().send({ topic: 'cdp.timeline', type: 'continuo.cdp.ProfileChanged.v1', profileId, value });
    await eventually(async () => {
      const rows = await running().own.query(
        'select 1 from profile_fact where profile_id = $1 and version = $2',
        [profileId, version],
      );
      return rows.length === 1;
    });
  }

  async function command(to: Customer, said: Command, commandId = `c-${uuidv7()}`): Promise<string> {
    const value = {
      template: 'farewell',
      purpose: 'service',
      channel: null,
      variables: {},
      notAfter: null,
      ...said,
    };
    await running().send({
      topic: 'collaboration.commands',
      type: SEND,
      profileId: to.profileId,
      commandId,
      correlationId: `k-${commandId}`,
      value,
    });
    return commandId;
  }

  async function answers(commandId: string, count = 1): Promise<readonly ReadRecord[]> {
    return eventually(
      async () => {
        const found = (await running().read(DELIVERIES)).filter(
          ({ headers }) => headers['commandid'] === commandId,
        );
        return found.length >= count && found;
      },
      { what: `an answer to ${commandId}` },
    );
  }

  /** What a command came to, in two words. */
  async function outcome(to: Customer, said: Command): Promise<string> {
    const [answer] = await answers(await command(to, said));
    return `${answer?.type.split('.')[2]} ${String(answer?.value.code ?? '')}`.trim();
  }

  async function changes({ profileId }: Customer): Promise<readonly unknown[]> {
    const records = (await running().read(DELIVERIES)).filter(
      ({ key, type }) => key === profileId && type.includes('DeliveryChanged'),
    );
    return records.map(({ value }) => [value.status, value.code]);
  }

  const callsTo = ({ phone }: Customer): readonly ProviderCall[] => running().world.callsTo(phone);

  return { customer, writer, says, facts, command, answers, outcome, changes, callsTo };
}
