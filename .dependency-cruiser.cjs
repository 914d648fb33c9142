// What may import what inside a service: capabilities keep their rooms to themselves, and domain code stays pure.
const pure = [
  // CEL: the journey language's expressions; synchronous, no I/O.
  '@bufbuild/cel',
  // A linear-time regular expression engine behind CEL's `matches`.
  '@bufbuild/re2',
  // Calendar arithmetic in time zones; synchronous, takes the time as an argument.
  'temporal-polyfill',
];
const pureModules = `^node_modules/(${pure.join('|')})/`;

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'domain-is-pure',
      comment:
        "domain/ imports its own service's domain, kernel, types of contracts, and the pure packages listed above",
      severity: 'error',
      from: { path: '^services/([^/]+)/src/.*domain/', pathNot: '\\.spec\\.ts$' },
      to: {
        pathNot: ['^services/$1/src/.*domain/', '^libs/kernel/', '^libs/contracts/', pureModules],
      },
    },
    {
      name: 'domain-takes-only-types-from-contracts',
      severity: 'error',
      from: { path: '^services/([^/]+)/src/.*domain/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^libs/contracts/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-service-to-service',
      severity: 'error',
      from: { path: '^services/([^/]+)/' },
      to: { path: '^services/', pathNot: '^services/$1/' },
    },
    {
      name: 'only-stores-touch-the-database',
      severity: 'error',
      from: {
        path: '^services/',
        pathNot:
          '(\\.store\\.ts|\\.entity\\.ts|/migrations/|\\.spec\\.ts|/test/|/bench/|\\.module\\.ts|test-support)',
      },
      to: { path: '^node_modules/(pg|typeorm)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'controllers-do-not-touch-stores',
      severity: 'error',
      from: { path: '\\.controller\\.ts$' },
      to: { path: '\\.store\\.ts$' },
    },
    {
      name: 'no-orphan-of-testing-in-production',
      severity: 'error',
      from: {
        path: '^(libs|services)/[^/]+/src/',
        pathNot: ['\\.spec\\.ts$', 'test-support', '^libs/testing/'],
      },
      to: { path: '^libs/testing/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules|dist' },
    exclude: { path: '(/dist/|\\.continuo/|/generated/)' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'node', 'default'],
      extensions: ['.ts', '.js', '.mjs', '.json'],
    },
  },
};
