// One configuration for every tier: the tier is in the file's name (`*.spec.ts`, `*.int.spec.ts`, `*.e2e.spec.ts`).
export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          keepClassNames: true,
        },
        module: { type: 'es6' },
      },
    ],
  },
  moduleNameMapper: {
    '^@continuo/([a-z-]+)$': '<rootDir>/libs/$1/src/index.ts',
    '^@continuo/([a-z-]+)/([a-z-]+)$': '<rootDir>/libs/$1/src/$2.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '/.continuo/'],
  modulePathIgnorePatterns: ['/dist/', '/.continuo/'],
  testSequencer: '<rootDir>/tools/jest-sequencer.mjs',
  globalSetup: '<rootDir>/tools/jest-global-setup.mjs',
  globalTeardown: '<rootDir>/tools/jest-global-teardown.mjs',
  // A slow machine is no failure; what hangs still ends.
  testTimeout: 30_000,
  watchman: false,
};
