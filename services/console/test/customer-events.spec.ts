// Shows that every type of the contract's timeline has a channel and a text in both languages.
import { contract } from '@continuo/contracts';
import { readFileSync } from 'node:fs';
import {
  CHANNELS,
  COMMANDS,
  channelOf,
  eventName,
  spokenName,
  typesOf,
} from '../web/src/i18n/event-kinds.js';

interface Texts {
  readonly event: Readonly<Record<string, string>>;
  readonly command: Readonly<Record<string, string>>;
}
const textsIn = (language: string): Texts =>
  JSON.parse(
    readFileSync(new URL(`../web/src/i18n/${language}/events.json`, import.meta.url), 'utf8'),
  ) as Texts;
const [en, de] = [textsIn('en'), textsIn('de')];

const timeline = contract.topic('cdp.timeline');
const own = timeline?.types ?? [];
const forwarded = (timeline?.forwards ?? []).flatMap((topic) => contract.topic(topic)?.types ?? []);
const onTimeline = [...own, ...forwarded].map((name) => `${name}.v1`);

it('knows every type that comes on the timeline', () => {
  // The last record of somebody who was erased is in no index.
  const wanted = onTimeline.filter((type) => !type.includes('ProfileErased'));
  const known = CHANNELS.flatMap(typesOf);
  expect([...known].sort()).toEqual([...new Set(wanted)].sort());
  for (const type of wanted) {
    const name = eventName(type) ?? 'none';
    expect([type, en.event[name], de.event[name]]).toEqual([type, expect.any(String), expect.any(String)]);
  }
});

it('knows every command that a journey can send', () => {
  const sent = contract.topics.filter(({ name }) => name.endsWith('.commands')).flatMap(({ types }) => types);
  expect([...COMMANDS].sort()).toEqual(sent.map((type) => type.split('.').at(-1)).sort());
  for (const texts of [en, de]) expect(Object.keys(texts.command).sort()).toEqual([...COMMANDS].sort());
});

it('says something of a type that it does not know', () => {
  expect([
    channelOf('continuo.operations.ParcelLost.v1'),
    spokenName('continuo.operations.ParcelLost.v1'),
  ]).toEqual(['order', 'Parcel lost']);
  expect(eventName('continuo.operations.ParcelLost.v1')).toBeUndefined();
});
