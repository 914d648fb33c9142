// Metrics are reached by who scrapes, at one port by name of every service, and not by the way that the public comes.
import { examples, ofKind, one, render, whereHelmIs, type PodSpec, type Resource } from './rendered-chart.js';

interface ServicePort {
  readonly name: string;
  readonly port: number;
  readonly targetPort: string;
}
const portOf = (service: Resource, name: string): ServicePort | undefined =>
  (service.spec.ports as ServicePort[]).find((each) => each.name === name);
const podOf = (resources: readonly Resource[], name: string) =>
  (one(resources, 'Deployment', name).spec.template.spec as PodSpec).containers[0];

interface Rule {
  readonly from?: readonly object[];
  readonly ports: readonly { readonly port: string }[];
}
const policyPorts = (policy: Resource): readonly string[] =>
  (policy.spec.ingress as Rule[]).flatMap(({ ports }) => ports.map(({ port }) => port));

whereHelmIs('metrics (need helm)', () => {
  it('are not behind the ingress: what it reaches serves them at another port', () => {
    const resources = render('full');
    const [ingress] = ofKind(resources, 'Ingress');
    const { service } = ingress?.spec.rules[0].http.paths[0].backend;
    const target = portOf(one(resources, 'Service', service.name), service.port.name)?.targetPort;
    const settings = one(resources, 'ConfigMap', service.name).data ?? {};
    const ports = podOf(resources, service.name)?.ports ?? [];
    expect(ports).toContainEqual({ name: 'metrics', containerPort: Number(settings['METRICS_PORT']) });
    expect(ports.find(({ name }) => name === target)?.containerPort).toBe(Number(settings['PORT']));
    expect(settings['METRICS_PORT']).not.toBe(settings['PORT']);
  });

  it('of the console are not let in where everybody is', () => {
    for (const example of examples) {
      const policies = ofKind(render(example), 'NetworkPolicy');
      const open = policies.filter(({ spec }) =>
        (spec.ingress as Rule[] | undefined)?.some(({ from }) => !from),
      );
      expect(open.map(({ metadata }) => metadata.name)).not.toContain('continuo-to-metrics-port');
      for (const policy of open) expect(policyPorts(policy)).not.toContain('metrics');
    }
  });

  it('are scraped of every service by one name', () => {
    const resources = render('full');
    const [monitor] = ofKind(resources, 'ServiceMonitor');
    expect(monitor?.spec.endpoints).toMatchObject([{ port: 'metrics', path: '/metrics' }]);
    for (const service of ofKind(resources, 'Service')) {
      const { name } = service.metadata;
      const { METRICS_PORT: own } = one(resources, 'ConfigMap', name).data ?? {};
      expect([name, portOf(service, 'metrics')?.targetPort]).toEqual([
        name,
        own === undefined ? 'http' : 'metrics',
      ]);
      const reached = podOf(resources, name)?.ports?.map((port) => port.name);
      expect(reached).toContain(portOf(service, 'metrics')?.targetPort);
    }
    const [shared, own] = ['to-metrics', 'to-metrics-port'].map((name) =>
      one(resources, 'NetworkPolicy', `continuo-${name}`),
    );
    expect([shared, own].map((policy) => policy && policyPorts(policy))).toEqual([['http'], ['metrics']]);
  });
});
