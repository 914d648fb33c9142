// Plays the story once against a running system; ends with 1 when a journey did not end as expected.
import { readFileSync } from 'node:fs';
import { readPlayerConfig } from './config.js';
import { play } from './story/play.js';

const file = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const definition = (name: string): string => file(`../../orchestrator/journeys/${name}.yaml`);

const asExpected = await play({
  config: readPlayerConfig(),
  definitions: [definition('guided-purchase'), definition('click-and-collect')],
  guardrails: file('../guardrails.yaml'),
  expected: JSON.parse(file('../expected.json')),
  tell: (line) => console.log(line),
});
process.exitCode = asExpected ? 0 : 1;
