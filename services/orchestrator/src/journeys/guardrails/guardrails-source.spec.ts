// Policies as people write them, and as attackers do: every error has its line and its rule.
import { readFileSync } from 'node:fs';
import { GuardrailsReader } from './guardrails-source.js';

const reader = new GuardrailsReader(
  new URL('../../../../../schemas/guardrails.schema.json', import.meta.url),
);
const head = 'title: Guardrails\nowner: care\n';

function problems(text: string): readonly string[] {
  const read = reader.read(text);
  return read.ok ? [] : read.problems.map(({ line, rule }) => `${line} ${rule}`);
}

test('the policy to begin with is right', () => {
  expect(problems(readFileSync(new URL('../../../guardrails.yaml', import.meta.url), 'utf8'))).toEqual([]);
});

test('a whole policy is read', () => {
  const text = `${head}timeZone: Europe/Zurich
holdAtMost: P5D
remember: P30D
mandatory: { purposes: [legal], categories: [safety] }
suppression:
  - { name: complained, segments: [do-not-contact] }
  - { name: unreachable, unreachable: true }
consent:
  - { name: marketing, purposes: [marketing], unknown: refuse }
quietHours:
  - { name: night, channels: [sms, whatsapp], from: "21:00", to: "08:00", then: hold }
matters:
  - { name: trouble, categories: [promotion], while: [case, fallout], then: hold, atMost: P7D }
caps:
  - { name: weekly, purposes: [marketing], max: 3, per: P7D, then: hold }
pace:
  - { name: sms, channels: [sms], perMinute: 600 }
`;
  const read = reader.read(text);
  expect(read).toMatchObject({ ok: true, policy: { timeZone: 'Europe/Zurich', holdAtMost: 432_000_000 } });
});

test.each([
  ['an unknown key', 'capps: []', '3 shape-additionalProperties'],
  [
    'an unknown key in a rule',
    'caps:\n  - { name: a, max: 1, per: P1D, then: hold, perhaps: 1 }',
    '4 shape-additionalProperties',
  ],
  ['a zone that is none', 'timeZone: Mars/Olympus', '3 time-zone'],
  ['a zone that is a path', 'timeZone: ../../etc/passwd', '3 time-zone'],
  [
    'an hour that is none',
    'quietHours:\n  - { name: a, from: "25:00", to: "08:00", then: hold }',
    '4 shape-pattern',
  ],
  [
    'hours that never begin',
    'quietHours:\n  - { name: a, from: "08:00", to: "08:00", then: hold }',
    '4 quiet-hours-empty',
  ],
  ['a window that is none', 'caps:\n  - { name: a, max: 1, per: Pforever, then: hold }', '4 duration'],
  ['a window without length', 'caps:\n  - { name: a, max: 1, per: PT0S, then: hold }', '4 duration'],
  ['a window of ten years', 'caps:\n  - { name: a, max: 1, per: P10Y, then: hold }', '4 too-long'],
  ['a cap of nothing', 'caps:\n  - { name: a, max: 0, per: P1D, then: hold }', '4 shape-minimum'],
  ['a cap of half a message', 'caps:\n  - { name: a, max: 0.5, per: P1D, then: hold }', '4 shape-type'],
  [
    'two rules of one name',
    'caps:\n  - { name: a, max: 1, per: P1D, then: hold }\n  - { name: a, max: 2, per: P2D, then: hold }',
    '5 name-twice',
  ],
  [
    'a rule about nobody',
    'caps:\n  - { name: a, channels: [], max: 1, per: P1D, then: hold }',
    '4 shape-minItems',
  ],
  ['a suppression of nobody', 'suppression:\n  - { name: a }', '4 shape-anyOf'],
  ['an alias', 'mandatory: &a { purposes: [x] }\nconsent: [*a]', '1 yaml'],
  ['a key twice', 'owner: other', '3 yaml'],
  ['a pace of nothing', 'pace:\n  - { name: a, perMinute: 0 }', '4 shape-minimum'],
])('refuses %s', (_what, text, wanted) => {
  expect(problems(`${head}${text}\n`)).toContain(wanted);
});

test('refuses more than is remembered of a customer', () => {
  const caps = Array.from({ length: 3 }, (_, n) => `  - { name: a${n}, max: 200, per: P1D, then: hold }`);
  expect(problems(`${head}caps:\n${caps.join('\n')}\n`)).toContain('3 too-many-counted');
});

test.each([
  ['a policy of five megabytes', `${head}# ${'x'.repeat(5_000_000)}`, 'too-long'],
  [
    'a thousand rules',
    `${head}caps:\n${'  - { name: a, max: 1, per: P1D, then: hold }\n'.repeat(1_000)}`,
    'shape-maxItems',
  ],
  ['a hundred levels', `${head}caps: ${'['.repeat(100)}${']'.repeat(100)}`, 'too-deep'],
  ['nothing', '', 'shape-type'],
  ['a list', '- a\n- b\n', 'shape-type'],
])('refuses %s by name and at once', (_what, text, rule) => {
  const before = performance.now();
  expect(problems(text).join()).toContain(rule);
  expect(performance.now() - before).toBeLessThan(1_000);
});
