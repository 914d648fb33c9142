// Proves that a file of rules is read with the configuration, and that what is wrong with it is told with the rest.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ok, refuse } from '@continuo/kernel';
import { z } from 'zod';
import { parseConfig } from './parse-config.js';
import { ruleFileField } from './rule-file.js';

const folder = mkdtempSync(join(tmpdir(), 'rules-'));
const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const schema = z.object({
  RULES: ruleFileField(file('default.json', '{"n":1}'), (text) => {
    const { n } = JSON.parse(text) as { n: number };
    return n > 0 ? ok(n) : refuse('rules-invalid', 'n: above 0');
  }),
});
const told = (RULES: string | undefined): unknown => {
  try {
    return parseConfig(schema, RULES === undefined ? {} : { RULES });
  } catch (error) {
    return error instanceof Error ? error.message : error;
  }
};

describe('a file of rules', () => {
  it('is the one beside the package unless another is named', () => {
    expect(told(undefined)).toEqual({ RULES: 1 });
    expect(told(file('other.json', '{"n":2}'))).toEqual({ RULES: 2 });
  });

  it('is refused with its own reason, and when it cannot be read', () => {
    expect(told(file('wrong.json', '{"n":0}'))).toMatch(/RULES .*rules that make sense \(n: above 0\)/);
    expect(told(file('broken.json', '{'))).toMatch(/RULES .*a readable file of rules/);
    expect(told(join(folder, 'missing.json'))).toMatch(/RULES .*a readable file of rules \(ENOENT/);
  });
});
