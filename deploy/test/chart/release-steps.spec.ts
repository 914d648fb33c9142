// What runs before pods are replaced, in which order, and as whom.
import {
  containersOf,
  ofKind,
  one,
  render,
  whereHelmIs,
  type PodSpec,
  type Resource,
} from './rendered-chart.js';

const onBus = [
  'collaboration',
  'contact-centre',
  'crm',
  'customer-data-platform',
  'operations',
  'orchestrator',
];
const weight = ({ metadata }: Resource): number => Number(metadata.annotations?.['helm.sh/hook-weight']);
const podOf = ({ spec }: Resource): PodSpec => spec.template.spec as PodSpec;

whereHelmIs('release steps (needs helm)', () => {
  it('are hooks before installation and upgrade: the account, then every migration, then the contract', () => {
    const resources = render('full');
    const migrations = onBus.map((name) => one(resources, 'Job', `continuo-${name}-migrate`));
    const contract = one(resources, 'Job', 'continuo-contract');
    const account = one(resources, 'ServiceAccount', 'continuo-release-steps');
    expect(ofKind(resources, 'Job')).toHaveLength(migrations.length + 1);
    for (const step of [account, ...migrations, contract]) {
      expect(step.metadata.annotations?.['helm.sh/hook']).toBe('pre-install,pre-upgrade');
    }
    expect(new Set(migrations.map(weight))).toEqual(new Set([-10]));
    expect(weight(account)).toBeLessThan(-10);
    expect(weight(contract)).toBeGreaterThan(-10);
    for (const job of [...migrations, contract]) {
      expect(podOf(job).serviceAccountName).toBe('continuo-release-steps');
      expect(job.spec).toMatchObject({ backoffLimit: 3, activeDeadlineSeconds: 600 });
    }
  });

  it('need nothing that the release itself makes', () => {
    const resources = render('full');
    const hooked = ofKind(resources, 'Job').flatMap((job) => containersOf(podOf(job)));
    for (const { envFrom = [] } of hooked) {
      expect(envFrom.filter(({ configMapRef }) => configMapRef !== undefined)).toEqual([]);
    }
  });

  it('are told the same as the service they migrate for', () => {
    const resources = render('full');
    for (const name of onBus) {
      const [migrate] = podOf(one(resources, 'Job', `continuo-${name}-migrate`)).containers;
      const told = Object.fromEntries((migrate?.env ?? []).map((entry) => [entry.name, entry.value]));
      const { data = {} } = one(resources, 'ConfigMap', `continuo-${name}`);
      // But of files that are mounted into the service only.
      const { QUEUES_FILE: _mounted, ...rest } = data;
      expect(told).toEqual(rest);
      expect(migrate?.args).toEqual([`services/${name}/dist/main.js`, 'migrate']);
      expect(migrate?.envFrom).toEqual([{ secretRef: { name: `continuo-${name}-secrets` } }]);
    }
  });

  it('register schemas before topics are applied, and leave topics to Strimzi when it makes them', () => {
    const steps = (resources: readonly Resource[]): string[] =>
      containersOf(podOf(one(resources, 'Job', 'continuo-contract'))).map(({ args }) =>
        args.slice(1).join(' '),
      );
    expect(steps(render('small'))).toEqual(['schemas register', 'topics apply']);
    expect(steps(render('full'))).toEqual(['schemas register']);
    const { env } = podOf(one(render('small'), 'Job', 'continuo-contract')).containers[0]!;
    expect(env).toContainEqual({ name: 'CONTINUO_TOPIC_REPLICAS', value: '1' });
  });

  it('may be init containers, or somebody else’s', () => {
    const resources = render('external-services');
    expect(ofKind(resources, 'Job')).toEqual([]);
    for (const name of onBus) {
      const pod = podOf(one(resources, 'Deployment', `continuo-${name}`));
      expect(pod.initContainers?.map(({ args }) => args)).toEqual([
        [`services/${name}/dist/main.js`, 'migrate'],
      ]);
    }
    expect(podOf(one(resources, 'Deployment', 'continuo-console')).initContainers).toBeUndefined();
    const external = render('small', 'releaseSteps.migrations=external', 'releaseSteps.contract=external');
    expect(ofKind(external, 'Job')).toEqual([]);
  });
});
