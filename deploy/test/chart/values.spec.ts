// Wrong values are refused by the key that is wrong, before anything reaches a cluster.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { chart, render, whereHelmIs } from './rendered-chart.js';

const wrong: readonly (readonly [setting: string, key: RegExp])[] = [
  ['kafka.broker=x', /'\/kafka': additional properties 'broker'/],
  ['kafka.replicas=0', /'\/kafka\/replicas'/],
  ['kafka.brokers[0]=kafka', /'\/kafka\/brokers\/0'/],
  ['kafka.sasl.mechanism=gssapi', /'\/kafka\/sasl\/mechanism'/],
  ['publicUrl=cx.example.org', /'\/publicUrl'/],
  ['oidc.algorithms[0]=HS256', /'\/oidc\/algorithms\/0'/],
  ['image.tag=latest', /'\/image\/tag'/],
  ['image.digest=sha256:12', /'\/image\/digest'/],
  ['services.crn.enabled=true', /'\/services': additional properties 'crn'/],
  ['services.crm.replica=2', /'\/services\/crm': additional properties 'replica'/],
  ['services.crm.replicas=0', /'\/services\/crm\/replicas'/],
  ['services.crm.resources.limits.cpu=fast', /'\/services\/crm\/resources\/limits\/cpu'/],
  ['services.crm.autoscaling.keda.min=0', /'\/services\/crm\/autoscaling\/keda\/min'/],
  ['services.crm.stopGraceSeconds=0', /'\/services\/crm\/stopGraceSeconds'/],
  ['services.crm.env.DATABASE_URL=postgres://x', /'\/services\/crm\/env\/DATABASE_URL'/],
  ['services.crm.env.OIDC_CLIENT_SECRET=x', /'\/services\/crm\/env\/OIDC_CLIENT_SECRET'/],
  ['defaults.existingSecret=x', /'\/defaults': additional properties 'existingSecret'/],
  ['releaseSteps.migrations=never', /'\/releaseSteps\/migrations'/],
  ['telemetry.samplingRatio=2', /'\/telemetry\/samplingRatio'/],
  ['networkPolicy.redis.to=x', /'\/networkPolicy': additional properties 'redis'/],
  ['monitoring.alerts=true', /'\/monitoring': additional properties 'alerts'/],
];

whereHelmIs('values (need helm)', () => {
  it.each(wrong)('refuses %s', (setting, key) => {
    expect(() => render('small', setting)).toThrow(key);
  });

  it.each([
    ['publicUrl=', 'publicUrl is required'],
    ['oidc.issuer=', 'oidc.issuer is required'],
    ['kafka.brokers=null', "'/kafka': missing property 'brokers'"],
    ['schemaRegistry.url=', 'schemaRegistry.url is required'],
    ['kafka.sasl.mechanism=plain', 'kafka.sasl.existingSecret is required'],
    ['kafka.strimzi.users=true', 'set kafka.sasl.mechanism'],
  ])('says what is missing: %s', (setting, what) => {
    expect(() => render('small', setting)).toThrow(what);
  });

  it('refuses what makes no sense together, by its key', () => {
    const both = ['hpa', 'keda'].map((scaler) => `services.crm.autoscaling.${scaler}.enabled=true`);
    expect(() => render('full', ...both)).toThrow(
      /services\.crm\.autoscaling: hpa and keda are both enabled/,
    );
    expect(() => render('full', 'services.crm.autoscaling.keda.enabled=true')).toThrow(
      /services\.crm\.kafkaSecret is required with keda/,
    );
    expect(() =>
      render(
        'full',
        'services.console.autoscaling.hpa.enabled=false',
        'services.console.autoscaling.keda.enabled=true',
      ),
    ).toThrow(/services\.console\.autoscaling\.keda: this service reads no topic/);
    expect(() => render('full', 'kafka.strimzi.namespace=kafka')).toThrow(
      /kafkaSecret is required: Strimzi keeps/,
    );
    expect(() => render('full', 'services.console.enabled=false')).toThrow(/needs services\.console/);
  });
});

describe('the schema of the values', () => {
  const schema = JSON.parse(readFileSync(path.join(chart, 'values.schema.json'), 'utf8')) as object;

  it('lets no unknown name pass, at no level', () => {
    // Kubernetes checks these itself, and Helm owns the first.
    const open = ['/properties/global', 'matchExpressions', 'nodeAffinity', 'podAffinity', 'podAntiAffinity'];
    const lax = objectsOf(schema).filter(([, node]) => node['additionalProperties'] === undefined);
    expect(lax.map(([at]) => at).filter((at) => !open.some((name) => at.includes(name)))).toEqual([]);
  });
});

function objectsOf(node: unknown, at = ''): [string, Record<string, unknown>][] {
  if (typeof node !== 'object' || node === null) return [];
  const here = node as Record<string, unknown>;
  const own: [string, Record<string, unknown>][] = here['type'] === 'object' ? [[at, here]] : [];
  return [...own, ...Object.entries(here).flatMap(([key, inner]) => objectsOf(inner, `${at}/${key}`))];
}
