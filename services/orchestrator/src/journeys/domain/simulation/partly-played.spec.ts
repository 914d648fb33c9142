// What of journeys is played in part only is said where a journey uses it, and nowhere else.
import { guardrailsOf } from '../../../../test/guardrails-under-test.js';
import { planFrom } from '../../../../test/journey-under-test.js';
import type { Policy } from '../guardrails/policy.js';
import type { Plan } from '../language/plan.js';
import { partlyPlayed } from './partly-played.js';

const HEAD = 'journey: care\ntitle: Cares\nowner: tests\nobjective: to care\nmetrics: [cares]\n';
const ENTRY = 'entry: [{ on: continuo.operations.OrderAccepted.v1, key: event.orderId }]\n';
const STEPS = 'steps:\n  over: { end: over }\n';
const sends = (fields: string): Plan =>
  planFrom(
    `${HEAD}${ENTRY}steps:\n  tell: { office: front, act: collaboration.SendMessage, with: { ${fields} } }\n  over: { end: over }\n`,
  );
const paced = (rule: string): Policy =>
  guardrailsOf(`pace: [{ name: gentle, perMinute: 60, ${rule} }]`).policy!.rules;

const PLAIN = planFrom(HEAD + ENTRY + STEPS);
const EMAIL = sends(`template: "'hello'", purpose: "'service'", channel: "'email'"`);

test('limits on instances and schedules, of the candidate or of what it is compared with', () => {
  expect(partlyPlayed([PLAIN], [])).toEqual([]);
  const limited = planFrom(`${HEAD}concurrency: { total: 5 }\n${ENTRY}${STEPS}`);
  const scheduled = planFrom(
    `${HEAD}entry: [{ schedule: { every: P1D, at: "09:00", timeZone: UTC, from: 2026-01-01 }, audience: "true" }]\n${STEPS}`,
  );
  expect(partlyPlayed([limited, PLAIN], [])).toEqual(['places']);
  expect(partlyPlayed([PLAIN, scheduled, limited], [])).toEqual(['places', 'schedules']);
});

test('a pace only where one of its messages could be meant', () => {
  expect(partlyPlayed([EMAIL], [])).toEqual([]);
  expect(partlyPlayed([EMAIL], [paced('channels: [email]')])).toEqual(['pace']);
  expect(partlyPlayed([EMAIL], [paced('channels: [whatsapp]')])).toEqual([]);
  expect(partlyPlayed([EMAIL], [paced('purposes: [marketing]')])).toEqual([]);
  expect(partlyPlayed([PLAIN], [paced('channels: [email]')])).toEqual([]);
  // Whose purpose or channel is not known could be meant.
  const open = sends(`template: "'hello'", purpose: "vars.purpose"`);
  expect(partlyPlayed([open], [paced('purposes: [marketing]')])).toEqual(['pace']);
  expect(
    partlyPlayed([sends(`template: "'hello'", purpose: "'service'"`)], [paced('channels: [email]')]),
  ).toEqual(['pace']);
});
