// Facts about every pod that the chart makes: restricted, bounded, without a token, and given time to finish.
import {
  containersOf,
  examples,
  ofKind,
  podsOf,
  render,
  whereHelmIs,
  type PodSpec,
  type Resource,
} from './rendered-chart.js';

const everyPod = (): { of: string; pod: PodSpec }[] =>
  examples.flatMap((example) =>
    podsOf(render(example)).map(({ of, pod }) => ({ of: `${example}: ${of}`, pod })),
  );
const deployments = (): Resource[] =>
  examples.flatMap((example) => [...ofKind(render(example), 'Deployment')]);

whereHelmIs('every pod of the chart (needs helm)', () => {
  it('meets the pod security standard "restricted", with a root file system that nobody writes', () => {
    expect(everyPod().length).toBeGreaterThan(20);
    for (const { of, pod } of everyPod()) {
      expect([of, pod.securityContext]).toEqual([
        of,
        expect.objectContaining({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } }),
      ]);
      expect([of, hostAccess(pod)]).toEqual([of, []]);
      for (const { name, securityContext, volumeMounts } of containersOf(pod)) {
        expect([of, name, securityContext]).toEqual([
          of,
          name,
          {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            runAsNonRoot: true,
            capabilities: { drop: ['ALL'] },
            seccompProfile: { type: 'RuntimeDefault' },
          },
        ]);
        expect(volumeMounts).toContainEqual({ name: 'tmp', mountPath: '/tmp' });
      }
      expect(pod.volumes).toContainEqual({ name: 'tmp', emptyDir: { sizeLimit: '64Mi' } });
    }
  });

  it('runs under a numeric user that is not root, or leaves it to the platform', () => {
    for (const { pod } of podsOf(render('full'))) {
      expect(pod.securityContext).toMatchObject({ runAsUser: 10001, runAsGroup: 10001, fsGroup: 10001 });
    }
    for (const { pod } of podsOf(render('external-services'))) {
      expect(Object.keys(pod.securityContext ?? {})).toEqual(['runAsNonRoot', 'seccompProfile']);
    }
  });

  it('has no token of the cluster', () => {
    for (const { of, pod } of everyPod()) expect([of, pod.automountServiceAccountToken]).toEqual([of, false]);
    for (const example of examples) {
      for (const account of ofKind(render(example), 'ServiceAccount')) {
        expect((account as { automountServiceAccountToken?: boolean }).automountServiceAccountToken).toBe(
          false,
        );
      }
    }
  });

  it('asks for processor and memory, and is limited in both', () => {
    for (const { of, pod } of everyPod()) {
      for (const { resources } of containersOf(pod)) {
        const { requests, limits } = resources ?? {};
        expect([of, requests, limits]).toEqual([
          of,
          { cpu: expect.any(String), memory: expect.any(String) },
          { cpu: expect.any(String), memory: expect.any(String) },
        ]);
      }
    }
  });

  it('takes the image by a version, never by "latest"', () => {
    for (const { pod } of everyPod()) {
      for (const { image } of containersOf(pod))
        expect(image).toMatch(/(@sha256:[0-9a-f]{64}|:\d+\.\d+\.\d+)$/);
    }
  });

  it('is probed at start, for life and for readiness, on its own port', () => {
    for (const { spec } of deployments()) {
      const [container] = (spec.template.spec as PodSpec).containers;
      const port = 'http';
      expect(container).toMatchObject({
        startupProbe: { httpGet: { path: '/health/live', port } },
        livenessProbe: { httpGet: { path: '/health/live', port } },
        readinessProbe: { httpGet: { path: '/health/ready', port } },
      });
    }
  });

  it('is killed only after the pause and the process’s own grace are over', () => {
    const graces = examples.flatMap((example) =>
      ofKind(render(example), 'Deployment').map(({ metadata, spec }) => {
        const pod = spec.template.spec as PodSpec;
        const settings = ofKind(render(example), 'ConfigMap').find(
          ({ metadata: { name } }) => name === metadata.name,
        );
        const drain = Number(settings?.data?.['STOP_GRACE_MS']) / 1000;
        const pause = Number(pod.containers[0]?.lifecycle?.preStop.exec.command[1]);
        return { drain, pause, grace: pod.terminationGracePeriodSeconds ?? 0 };
      }),
    );
    expect(new Set(graces.map(({ drain }) => drain))).toEqual(new Set([20, 40]));
    for (const { drain, pause, grace } of graces) expect(grace).toBeGreaterThan(drain + pause);
  });

  it('is spread over zones and nodes, replaced one more at a time, and rolled by its settings', () => {
    for (const { spec } of deployments()) {
      const { template, strategy } = spec as {
        template: Pick<Resource, 'metadata'> & { spec: PodSpec };
        strategy: object;
      };
      expect(template.spec.topologySpreadConstraints?.map(({ topologyKey }) => topologyKey)).toEqual([
        'topology.kubernetes.io/zone',
        'kubernetes.io/hostname',
      ]);
      expect(strategy).toEqual({ type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } });
      expect(template.metadata.annotations?.['checksum/settings']).toMatch(/^[0-9a-f]{64}$/);
    }
    const checksum = (resources: readonly Resource[]): unknown =>
      ofKind(resources, 'Deployment')[0]?.spec.template.metadata.annotations['checksum/settings'];
    expect(checksum(render('small', 'telemetry.logLevel=warn'))).not.toBe(checksum(render('small')));
  });

  it('may be evicted one at a time', () => {
    for (const example of examples) {
      const budgets = ofKind(render(example), 'PodDisruptionBudget');
      expect(budgets.map(({ metadata }) => metadata.name)).toEqual(
        ofKind(render(example), 'Deployment').map(({ metadata }) => metadata.name),
      );
      for (const { spec } of budgets) expect(spec.maxUnavailable).toBe(1);
    }
  });
});

function hostAccess(pod: PodSpec): string[] {
  return Object.keys(pod).filter((key) => /^host(Network|PID|IPC|Users)$/.test(key));
}
