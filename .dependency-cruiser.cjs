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
      name: 'web-application-stands-alone',
      comment:
        'what runs in a browser takes nothing of the gateway, of libs or of Node: it knows them by HTTP',
      severity: 'error',
      from: { path: '^services/([^/]+)/web/src/' },
      to: { pathNot: ['^services/$1/web/', '^node_modules/'] },
    },
    {
      name: 'gateway-imports-no-web-application',
      severity: 'error',
      from: { path: '^(libs|services)/[^/]+/(src|migrations)/' },
      to: { path: '^services/[^/]+/web/' },
    },
    {
      name: 'web-pages-stand-alone',
      comment: 'what two pages need stands in design, api, live, session or frame',
      severity: 'error',
      from: { path: '^services/console/web/src/(home|journeys|customers|why|incidents|bus|system)/' },
      to: {
        path: '^services/console/web/src/(home|journeys|customers|why|incidents|bus|system)/',
        pathNot: [
          '^services/console/web/src/$1/',
          // One incident with what can be done about it: shown in its list and in the way of the person it stopped.
          '^services/console/web/src/incidents/incident-opened\\.tsx$',
          // What mattered on one person's way, told as on the pages of why.
          '^services/console/web/src/why/instance-why\\.tsx$',
        ],
      },
    },
    {
      name: 'web-design-knows-no-page',
      severity: 'error',
      from: { path: '^services/console/web/src/(design|api|live|session|i18n)/' },
      to: {
        path: '^services/console/web/src/(home|journeys|customers|why|incidents|bus|system|frame)/',
      },
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
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json', '.css'],
    },
  },
};
