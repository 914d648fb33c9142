// Commands on a real database: done once however they come, also by two partitions at the same moment.
import { ignored } from '@continuo/kernel';
import type { IncomingRecord, OutgoingEvent } from '@continuo/messaging';
import { Database, migrate, type Transaction } from '@continuo/persistence';
import { eventually, testDatabase, type TestDatabase } from '@continuo/testing';
import { uuidv7 } from 'uuidv7';
import { AnsweredCommands, serviceKitMigrations, type CommandOutcome } from '../src/index.js';

const commands = new AnsweredCommands();
let own: TestDatabase;
let database: Database;

beforeAll(async () => {
  own = await testDatabase('answered');
  database = await Database.open({ url: own.url, applicationName: 'answered', poolSize: 4 });
  await migrate(database, [serviceKitMigrations]);
  await database.query('create table deed (n bigint generated always as identity, command_id text not null)');
});

afterAll(async () => {
  await database.close();
  await own.drop();
});

interface Come {
  readonly commandId: string;
  readonly profileId?: string;
  readonly outcome?: Partial<CommandOutcome>;
  readonly before?: () => Promise<unknown>;
}

const recordOf = (commandId: string, profileId: string) =>
  ({ headers: { commandid: commandId }, profileId }) as unknown as IncomingRecord;

/** A command comes by a partition of its own; its deed is a row, its answer the row's number. */
function comes({ commandId, profileId = uuidv7(), outcome, before }: Come): Promise<OutgoingEvent> {
  return database.transaction(async (tx) => {
    const answers = await commands.once({ record: recordOf(commandId, profileId), tx }, async () => {
      await before?.();
      const { rows } = await tx.client.query<{ n: string }>(
        'insert into deed (command_id) values ($1) returning n',
        [commandId],
      );
      return { answer: answerOf(rows[0]?.n ?? ''), ...outcome };
    });
    return [answers as OutgoingEvent | OutgoingEvent[]].flat().at(-1)!;
  });
}

const answerOf = (n: string) => ({ type: 'test.Done', topic: 'test.deeds', key: 'k', value: { n } });
const deedsOf = async (commandId: string): Promise<number> =>
  (await database.query('select from deed where command_id = $1', [commandId])).length;

/** Until somebody waits for a lock in this database. */
const somebodyWaits = () =>
  eventually(
    async () =>
      (
        await database.query(
          "select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
        )
      ).length > 0,
    { what: 'a transaction that waits' },
  );

describe('a command', () => {
  it('that comes again, under another profile too, is answered as before and done once', async () => {
    const commandId = uuidv7();
    const first = await comes({ commandId });
    const profileId = uuidv7();
    const again = await comes({ commandId, profileId });
    expect(again).toMatchObject({ value: first.value, commandId, profileId });
    expect(await deedsOf(commandId)).toBe(1);
  });

  it('that comes by two partitions at once is done by the first, and the second answers with that', async () => {
    const commandId = uuidv7();
    let second: Promise<OutgoingEvent> | undefined;
    const first = await comes({
      commandId,
      before: async () => {
        second = comes({ commandId });
        await somebodyWaits();
      },
    });
    expect((await second)?.value).toEqual(first.value);
    expect(await deedsOf(commandId)).toBe(1);
  });

  it('that failed without a change is carried out anew, also by a second that waited for it', async () => {
    const commandId = uuidv7();
    let second: Promise<OutgoingEvent> | undefined;
    const first = await comes({
      commandId,
      outcome: { keep: false },
      before: async () => {
        second = comes({ commandId });
        await somebodyWaits();
      },
    });
    expect((await second)?.value).not.toEqual(first.value);
    expect(await deedsOf(commandId)).toBe(2);
  });

  it('that nobody is answered for leaves nothing behind', async () => {
    const commandId = uuidv7();
    const answer = await database.transaction((tx) =>
      commands.once({ record: recordOf(commandId, uuidv7()), tx }, () =>
        Promise.resolve(ignored('profile-erased')),
      ),
    );
    expect(answer).toEqual({ ignored: 'profile-erased' });
    expect(
      await database.query('select from service_kit.answered_command where command_id = $1', [commandId]),
    ).toEqual([]);
  });
});

describe('a command that is answered later', () => {
  const later = (tx: Transaction, commandId: string) =>
    commands.later({ record: recordOf(commandId, uuidv7()), tx }, () =>
      Promise.resolve(ignored('answered-later')),
    );

  it('locks nothing that its worker needs, and is answered by what that kept', async () => {
    const commandId = uuidv7();
    await database.transaction(async (tx) => {
      expect(await later(tx, commandId)).toEqual({ ignored: 'answered-later' });
      await database.transaction((other) => commands.keep(other, commandId, answerOf('7')));
      expect(await later(tx, commandId)).toMatchObject({ value: { n: '7' }, commandId });
    });
  });
});
