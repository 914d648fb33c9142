// One violation for each fence. `check-fences.mjs` plants them, and fails when a fence lets one through.

/** `{ path, code, tool, rule }`: a file that must be refused, by which tool, and the rule's name in its report. */
export const seeds = [
  {
    path: 'libs/kernel/src/fence-seed-upward.ts',
    tool: 'eslint',
    rule: '@nx/enforce-module-boundaries',
    code: "import '@continuo/messaging';\n",
  },
  {
    path: 'services/orchestrator/src/fence/fence-seed-other.ts',
    tool: 'depcruise',
    rule: 'no-service-to-service',
    code: "import manifest from '../../../customer-data-platform/package.json' with { type: 'json' };\nexport const name = manifest.name;\n",
  },
  {
    path: 'services/orchestrator/src/fence-seed-kafka.ts',
    tool: 'eslint',
    rule: 'Only libs/messaging/src/kafka',
    code: "import { Kafka } from 'kafkajs';\nexport const kafka = Kafka;\n",
  },
  {
    path: 'services/orchestrator/src/fence-seed-env.ts',
    tool: 'eslint',
    rule: 'Only src/config.ts reads the environment',
    code: 'export const home = process.env.HOME;\n',
  },
  {
    path: 'services/orchestrator/src/fence-seed-testing.ts',
    tool: 'eslint',
    rule: 'Only specs may import',
    code: "export * from '@continuo/testing';\n",
  },
  {
    path: 'services/orchestrator/src/fence-seed-default.ts',
    tool: 'eslint',
    rule: 'Named exports only',
    code: 'export default 1;\n',
  },
  {
    path: 'services/orchestrator/src/fence-seed-promise.ts',
    tool: 'eslint',
    rule: 'no-floating-promises',
    code: 'export function go(): void {\n  Promise.resolve(1);\n}\n',
  },
  {
    path: 'services/orchestrator/src/fence/domain/fence-seed-clock.ts',
    tool: 'eslint',
    rule: 'Domain code has no clock',
    code: 'export const now = (): number => Date.now();\n',
  },
  {
    path: 'services/orchestrator/src/fence/domain/fence-seed-chance.ts',
    tool: 'eslint',
    rule: 'draws no random numbers',
    code: 'export const draw = (): number => Math.random();\n',
  },
  {
    path: 'services/orchestrator/src/fence/domain/fence-seed-async.ts',
    tool: 'eslint',
    rule: 'Domain code is synchronous',
    code: 'export const later = async () => 1;\n',
  },
  {
    path: 'services/orchestrator/src/fence/domain/fence-seed-io.ts',
    tool: 'depcruise',
    rule: 'domain-is-pure',
    code: "import { readFileSync } from 'node:fs';\nexport const read = readFileSync;\n",
  },
  {
    path: 'services/orchestrator/src/fence/domain/fence-seed-npm.ts',
    tool: 'depcruise',
    rule: 'domain-is-pure',
    code: "import { Injectable } from '@nestjs/common';\nexport const mark = Injectable;\n",
  },
  {
    path: 'services/orchestrator/src/fence/domain/fence-seed-codec.ts',
    tool: 'depcruise',
    rule: 'domain-takes-only-types-from-contracts',
    code: "import { contract } from '@continuo/contracts';\nexport const all = contract;\n",
  },
  {
    path: 'services/orchestrator/src/fence/fence-seed.controller.ts',
    tool: 'depcruise',
    rule: 'controllers-do-not-touch-stores',
    code: "import { rows } from './fence-seed.store.js';\nexport const list = rows;\n",
  },
  {
    path: 'services/orchestrator/src/fence/fence-seed.store.ts',
    tool: 'none',
    rule: '',
    code: 'export const rows: readonly string[] = [];\n',
  },
  {
    path: 'services/orchestrator/src/fence/fence-seed.service.ts',
    tool: 'depcruise',
    rule: 'only-stores-touch-the-database',
    code: "import { Pool } from 'pg';\nexport const pool = Pool;\n",
  },
  {
    path: 'services/orchestrator/src/fence/fence-seed-circle-a.ts',
    tool: 'depcruise',
    rule: 'no-circular',
    code: "import { b } from './fence-seed-circle-b.js';\nexport const a = (): number => b();\n",
  },
  {
    path: 'services/orchestrator/src/fence/fence-seed-circle-b.ts',
    tool: 'none',
    rule: '',
    code: "import { a } from './fence-seed-circle-a.js';\nexport const b = (): number => a();\n",
  },
  {
    path: 'services/console/web/src/fence/fence-seed-library.ts',
    tool: 'eslint',
    rule: 'runs in a browser',
    code: "export * from '@continuo/kernel';\n",
  },
  {
    path: 'services/console/web/src/fence/fence-seed-store.ts',
    tool: 'eslint',
    rule: 'holds the choice of colours',
    code: "localStorage.setItem('token', 'x');\n",
  },
  {
    path: 'services/console/web/src/fence/fence-seed-html.tsx',
    tool: 'eslint',
    rule: 'nothing makes HTML of it',
    code: "export const Raw = () => <p dangerouslySetInnerHTML={{ __html: '' }} />;\n",
  },
  {
    path: 'services/console/web/src/fence/fence-seed-gateway.ts',
    tool: 'depcruise',
    rule: 'web-application-stands-alone',
    code: "export { upstreamsOf } from '../../../src/upstreams.js';\n",
  },
];
