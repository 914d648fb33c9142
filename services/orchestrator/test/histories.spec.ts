// Stored histories of this and of earlier revisions of the engine, replayed by the current code: byte for byte the same.
// RECORD_HISTORIES=1 writes the lives that have no file yet, RECORD_HISTORIES=all also those that have none at the present
// revision; what is written is never written again.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { ENGINE_REVISION } from '../src/journeys/domain/engine/instance.js';
import { record, recorded, replayed, resumed, type History } from './histories/history.js';
import { LATER_PLAYS } from './histories/later-plays.js';
import { OUTSIDE_PLAYS } from './histories/outside-plays.js';
import { PLAYS } from './histories/plays.js';

const folder = new URL('./histories/', import.meta.url);
const plays = [...PLAYS, ...LATER_PLAYS, ...OUTSIDE_PLAYS];
const recording = process.env['RECORD_HISTORIES'];

if (recording === '1' || recording === 'all') {
  for (const play of plays) {
    const file = new URL(`${play.name}.r${ENGINE_REVISION}.json`, folder);
    if (existsSync(file) || (recording !== 'all' && isRecorded(play.name))) continue;
    writeFileSync(file, written(record(play)));
  }
}

function isRecorded(name: string): boolean {
  return readdirSync(folder).some((file) => file.startsWith(`${name}.r`) && file.endsWith('.json'));
}

/** An entry a line, so that a file can be read and compared. */
function written({ instances, ...about }: History): string {
  const lines = instances.map(
    (entries) => `[\n${entries.map((each) => JSON.stringify(each)).join(',\n')}\n]`,
  );
  return `${JSON.stringify(about, null, 2).slice(0, -2)},\n  "instances": [${lines.join(', ')}]\n}\n`;
}

const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
const histories = files.map((name): [string, History] => [
  name,
  JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as History,
]);

describe.each(histories)('%s', (_name, history) => {
  test('replays from its beginning', () => {
    const wanted = recorded(history);
    expect(wanted.length).toBeGreaterThan(0);
    expect(replayed(history)).toEqual(wanted);
  });

  test('goes on from every state that was stored then', () => {
    expect(resumed(history)).toEqual(recorded(history));
  });
});

test.each(plays.map(({ name }) => name))('%s has a stored history (RECORD_HISTORIES=1 writes it)', (name) => {
  expect(files.some((file) => file.startsWith(`${name}.r`))).toBe(true);
});

test('together they show everything that the journal can say', () => {
  const schema = JSON.parse(
    readFileSync(new URL('../../../schemas/journal.schema.json', import.meta.url), 'utf8'),
  ) as { definitions: { deed: { properties: { did: { enum: string[] } } } } };
  const said = new Set(
    histories.flatMap(([, { instances }]) =>
      instances.flat().flatMap(({ entry }) => entry.deeds.map(({ did }) => did)),
    ),
  );
  const missing = schema.definitions.deed.properties.did.enum.filter((did) => !said.has(did));
  expect(missing).toEqual([]);
});
