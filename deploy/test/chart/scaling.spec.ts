// Who changes the number of replicas: one of two or nobody, by the lag of exactly the groups and topics of the contract.
import { contract } from '@continuo/contracts';
import { ofKind, one, render, whereHelmIs } from './rendered-chart.js';

interface Trigger {
  readonly type: string;
  readonly metadata: Readonly<Record<string, string>>;
}

whereHelmIs('scaling (needs helm)', () => {
  it('is left to one scaler, and then the Deployment names no number', () => {
    const resources = render('full');
    const byLoad = ofKind(resources, 'HorizontalPodAutoscaler').map(({ metadata }) => metadata.name);
    const byLag = ofKind(resources, 'ScaledObject').map(({ metadata }) => metadata.name);
    expect(byLoad.filter((name) => byLag.includes(name))).toEqual([]);
    for (const { metadata, spec } of ofKind(resources, 'Deployment')) {
      const scaled = [...byLoad, ...byLag].includes(metadata.name);
      expect([metadata.name, spec.replicas]).toEqual([metadata.name, scaled ? undefined : 2]);
    }
    for (const { spec } of ofKind(resources, 'HorizontalPodAutoscaler')) {
      expect(spec.minReplicas).toBeGreaterThanOrEqual(1);
    }
  });

  it.each(['customer-data-platform', 'orchestrator'])(
    'of %s looks where its consumers read, and as they do',
    (name) => {
      const { spec } = one(render('full'), 'ScaledObject', `continuo-${name}`);
      expect(spec.scaleTargetRef).toEqual({ name: `continuo-${name}` });
      expect(spec.minReplicaCount).toBeGreaterThanOrEqual(1);
      expect(looksAt(spec.triggers)).toEqual(readBy(name));
      for (const { metadata } of spec.triggers as Trigger[]) {
        // A durable group begins at the start; the scaler must count from there too.
        expect(metadata).toMatchObject({
          offsetResetPolicy: 'earliest',
          sasl: 'scram_sha512',
          tls: 'enable',
        });
      }
    },
  );

  it('never wants more pods than a topic has partitions', () => {
    for (const { metadata, spec } of ofKind(render('full'), 'ScaledObject')) {
      const topics = (spec.triggers as Trigger[]).map(({ metadata: { topic } }) => topic);
      const partitions = contract.topics
        .filter(({ name }) => topics.includes(name))
        .map((topic) => topic.partitions);
      expect([metadata.name, spec.maxReplicaCount <= Math.max(...partitions)]).toEqual([metadata.name, true]);
    }
  });

  it('puts the prefix before topics and groups', () => {
    const { spec } = one(render('external-services'), 'ScaledObject', 'continuo-orchestrator');
    expect(looksAt(spec.triggers)).toEqual(
      readBy('orchestrator').map((place) =>
        place
          .split(' ')
          .map((name) => `cx-prod.${name}`)
          .join(' '),
      ),
    );
  });
});

function looksAt(triggers: readonly Trigger[]): string[] {
  return triggers.map(({ metadata: { topic, consumerGroup } }) => `${topic} ${consumerGroup}`).sort();
}

/** Topic and group of everything that a service consumes, by the contract. */
function readBy(service: string): string[] {
  const short = contract.services.find(({ name }) => name === service)?.short ?? service;
  return contract.topics
    .flatMap(({ name, consumers }) =>
      consumers
        .filter((group) => group === short || group.startsWith(`${short}-`))
        .map((group) => `${name} ${group}`),
    )
    .sort();
}
