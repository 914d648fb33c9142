// Every service accepts what the chart tells it: its own configuration reads the rendered settings.
import type { z } from 'zod';
import { problemsWith, schemaOf, services } from '../service-configuration.js';
import { examples, ofKind, one, render, whereHelmIs, type PodSpec, type Resource } from './rendered-chart.js';

/** What the chart leaves to Secrets, by service. README.md of the chart lists the same. */
const secrets: Readonly<Record<string, string>> = {
  DATABASE_URL: 'postgres://crm:x@postgres:5432/crm',
  OIDC_CLIENT_SECRET: 'a-secret-of-enough-length',
  SESSION_SECRET: 'a-secret-of-sessions-of-enough-length',
  WRITE_KEYS: 'web:write-key-of-the-shop',
  IDENTIFIER_HASH_KEYS: `1:${Buffer.alloc(32, 7).toString('base64')}`,
  WHATSAPP_APP_SECRET: 'whatsapp-app-secret-of-enough-length',
  WHATSAPP_VERIFY_TOKEN: 'whatsapp-verify-token-of-enough-length',
  WHATSAPP_ACCESS_TOKEN: 'whatsapp-access-token-of-enough-length',
  TWILIO_AUTH_TOKEN: 'twilio-auth-token-of-enough-length',
};

whereHelmIs('settings (need helm)', () => {
  it.each(services)('of %s are a configuration that it accepts', async (name) => {
    const resources = render('full');
    const settings = one(resources, 'ConfigMap', `continuo-${name}`).data ?? {};
    const schema = await schemaOf(name, { ...settings, ...secrets });
    const { QUEUES_FILE: _mounted, ...rest } = settings;
    expect(problemsWith(schema, { ...secrets, ...rest })).toEqual([]);
    expect(settings).toMatchObject({
      NODE_ENV: 'production',
      HOST: '0.0.0.0',
      PUBLIC_URL: 'https://cx.example.org',
    });
    const [container] = (one(resources, 'Deployment', `continuo-${name}`).spec.template.spec as PodSpec)
      .containers;
    expect(container?.ports).toContainEqual({ name: 'http', containerPort: Number(settings['PORT']) });
  });

  it.each(services)('of %s has the port that the service has by itself', async (name) => {
    const settings = one(render('full'), 'ConfigMap', `continuo-${name}`).data ?? {};
    const { PORT: port } = (await schemaOf(name, { ...settings, ...secrets })).shape;
    expect(String((port as z.ZodType).parse(undefined))).toBe(settings['PORT']);
  });

  it('lead to services that are there, and to no other', () => {
    for (const example of examples) {
      const addresses = new Set(
        ofKind(render(example), 'Service').map(
          ({ metadata, spec }) => `http://${metadata.name}:${spec.ports[0].port}`,
        ),
      );
      for (const { data = {} } of serviceSettings(render(example))) {
        const told = Object.entries(data).filter(([, value]) => value.startsWith('http://continuo-'));
        expect(new Set(told.map(([, value]) => value))).toEqual(addresses);
      }
    }
  });

  it('hold no secret', () => {
    for (const example of examples) {
      for (const { data = {} } of serviceSettings(render(example))) {
        expect(
          Object.keys(data).filter((key) => /SECRET|PASSWORD|TOKEN|KEYS?$|DATABASE_URL/.test(key)),
        ).toEqual([]);
      }
      expect(ofKind(render(example), 'Secret')).toEqual([]);
    }
  });

  it('are overridden by what a service’s values say, and completed by its Secret', () => {
    const resources = render('external-services');
    expect(one(resources, 'ConfigMap', 'continuo-crm').data).toMatchObject({ LOG_LEVEL: 'debug' });
    const [crm] = (one(resources, 'Deployment', 'continuo-crm').spec.template.spec as PodSpec).containers;
    expect(crm?.envFrom).toEqual([
      { configMapRef: { name: 'continuo-crm' } },
      { secretRef: { name: 'crm-from-vault' } },
      { secretRef: { name: 'crm-database' } },
    ]);
    expect(crm?.env).toContainEqual({
      name: 'KAFKA_SASL_PASSWORD',
      valueFrom: { secretKeyRef: { name: 'kafka-user', key: 'password' } },
    });
  });

  it('may name files that are mounted beside them, and a changed file replaces the pods', () => {
    const resources = render('full');
    expect(one(resources, 'ConfigMap', 'continuo-contact-centre-files').data).toEqual({
      'queues.yaml': 'queues: []\n',
    });
    const pod = one(resources, 'Deployment', 'continuo-contact-centre').spec.template;
    expect(pod.spec.containers[0].volumeMounts).toContainEqual({
      name: 'files',
      mountPath: '/etc/continuo',
      readOnly: true,
    });
    const changed = render('full', 'services.contact-centre.files.more=x');
    expect(
      one(changed, 'Deployment', 'continuo-contact-centre').spec.template.metadata.annotations,
    ).not.toEqual(pod.metadata.annotations);
  });

  it('tell the customer data platform who keeps something about persons', () => {
    const told = (example: 'small' | 'full'): string[] =>
      (
        one(render(example), 'ConfigMap', 'continuo-customer-data-platform').data?.[
          'PERSONAL_DATA_SERVICES'
        ] ?? ''
      )
        .split(',')
        .map((entry) => entry.split('=')[0] ?? '');
    expect(told('full')).toEqual(['collaboration', 'contact-centre', 'crm', 'operations', 'orchestrator']);
    expect(told('small')).toEqual(['collaboration', 'orchestrator']);
  });

  it('log in as the user that Strimzi made for the service', () => {
    const [crm] = (one(render('full'), 'Deployment', 'continuo-crm').spec.template.spec as PodSpec)
      .containers;
    expect(one(render('full'), 'KafkaUser', 'continuo-crm')).toBeDefined();
    expect(crm?.env).toContainEqual({ name: 'KAFKA_SASL_USERNAME', value: 'continuo-crm' });
    expect(crm?.env).toContainEqual({
      name: 'KAFKA_SASL_PASSWORD',
      valueFrom: { secretKeyRef: { name: 'continuo-crm', key: 'password' } },
    });
  });
});

function serviceSettings(resources: readonly Resource[]): readonly Resource[] {
  return ofKind(resources, 'ConfigMap').filter(({ data }) => data?.['NODE_ENV'] !== undefined);
}
