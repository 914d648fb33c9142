// The rules a reviewer should not have to say twice. Run through Nx (`npm run lint`): without its project
// graph the boundary rule would pass in silence.
import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';
import prettier from 'eslint-config-prettier';

/** A project may import what stands to its left (ARCHITECTURE.md, "What may import what"). */
const order = ['kernel', 'contracts', 'telemetry', 'persistence', 'messaging', 'service-kit', 'testing'];
const below = (lib) => order.slice(0, order.indexOf(lib)).map((name) => `scope:${name}`);

const boundaries = [
  ...order
    .filter((lib) => lib !== 'testing')
    .map((lib) => ({
      sourceTag: `scope:${lib}`,
      onlyDependOnLibsWithTags: [...below(lib), 'scope:testing'],
    })),
  { sourceTag: 'scope:testing', onlyDependOnLibsWithTags: [...below('testing'), 'scope:local-stack'] },
  {
    sourceTag: 'scope:local-stack',
    onlyDependOnLibsWithTags: ['scope:kernel', 'scope:contracts', 'scope:testing'],
  },
  { sourceTag: 'type:service', onlyDependOnLibsWithTags: ['type:lib'] },
  // Tests of chart, image and compose file, in deploy/test.
  { sourceTag: 'type:deployment', onlyDependOnLibsWithTags: ['type:lib'] },
];

const production = ['libs/*/src/**/*.ts', 'services/*/src/**/*.ts', 'services/*/migrations/**/*.ts'];
const specs = ['**/*.spec.ts', '**/test/**/*.ts', '**/*.test-support.ts', '**/bench/**/*.ts'];
const webApplication = ['services/console/web/src/**/*.{ts,tsx}'];

export default tseslint.config(
  {
    ignores: [
      '**/dist/**',
      '**/node_modules/**',
      '.continuo/**',
      '.nx/**',
      'libs/contracts/src/generated/**',
      'services/console/web/src/api/generated/**',
      'tools/fences/seeded/**',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [...tseslint.configs.recommended],
    plugins: { '@nx': nx },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          enforceBuildableLibDependency: false,
          allow: [],
          // Tests use their own project by its public name, as others do; cycles inside a project are dependency-cruiser's.
          allowCircularSelfDependency: true,
          // What is loaded lazily to start fast may still be imported where that does not matter.
          checkDynamicDependenciesExceptions: ['.*'],
          // Specs borrow builders from `testing`; production code is kept away from it below.
          ignoredCircularDependencies: [
            'persistence',
            'messaging',
            'telemetry',
            'service-kit',
            'local-stack',
            'contracts',
          ].map((lib) => [`@continuo/${lib}`, '@continuo/testing']),
          depConstraints: boundaries,
        },
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'off',
      '@typescript-eslint/ban-ts-comment': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-console': 'off',
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
        { selector: 'TSEnumDeclaration', message: 'A union of string literals instead of an enum.' },
      ],
    },
  },
  {
    files: production,
    ignores: [...specs, 'libs/testing/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        { paths: [{ name: '@continuo/testing', message: 'Only specs may import the testing library.' }] },
      ],
    },
  },
  {
    // Only messaging talks to Kafka, in one folder.
    files: ['**/*.ts'],
    ignores: ['libs/messaging/src/kafka/**', 'libs/messaging/bench/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: "ImportDeclaration[source.value='kafkajs']",
          message: 'Only libs/messaging/src/kafka imports a Kafka client.',
        },
        { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
        { selector: 'TSEnumDeclaration', message: 'A union of string literals instead of an enum.' },
      ],
    },
  },
  {
    // The pure rooms: no clock, no randomness, no promise, no decorator, no process.
    files: ['services/*/src/**/domain/**/*.ts', 'libs/kernel/src/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        'process',
        'setTimeout',
        'setInterval',
        'setImmediate',
        'fetch',
        'performance',
        'crypto',
        'Promise',
      ],
      'no-restricted-syntax': [
        'error',
        { selector: 'Decorator', message: 'Domain code has no decorators.' },
        { selector: ':function[async=true]', message: 'Domain code is synchronous.' },
        { selector: 'AwaitExpression', message: 'Domain code is synchronous.' },
        {
          selector: "NewExpression[callee.name='Date'][arguments.length=0]",
          message: 'Domain code has no clock: take the time as an argument.',
        },
        {
          selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
          message: 'Domain code has no clock: take the time as an argument.',
        },
        {
          selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
          message: 'Domain code draws no random numbers: take the draw as an argument.',
        },
        { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
        { selector: 'TSEnumDeclaration', message: 'A union of string literals instead of an enum.' },
      ],
    },
  },
  {
    // One reader of the environment per service.
    files: production,
    ignores: [
      'services/*/src/config.ts',
      'services/*/src/main.ts',
      'libs/local-stack/**',
      'libs/testing/**',
      ...specs,
    ],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Only src/config.ts reads the environment.' },
      ],
    },
  },
  {
    // What runs in a browser: no library of the services, nothing of Node, nothing kept there but the colours, no HTML of text.
    files: webApplication,
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { group: ['@continuo/*', 'node:*'], message: 'The web application runs in a browser.' },
            {
              group: ['@tabler/icons-react'],
              importNamePattern: '^Icon.',
              message: "One file per icon: import IconX from '@tabler/icons-react/icons/IconX'.",
            },
          ],
        },
      ],
      'no-restricted-globals': [
        'error',
        {
          name: 'localStorage',
          message: "The browser's store holds the choice of colours and nothing else.",
        },
        {
          name: 'sessionStorage',
          message: "The browser's store holds the choice of colours and nothing else.",
        },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']",
          message: 'Text is text: React shows it, nothing makes HTML of it.',
        },
        { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
        { selector: 'TSEnumDeclaration', message: 'A union of string literals instead of an enum.' },
      ],
    },
  },
  prettier,
);
