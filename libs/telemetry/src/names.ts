// Types over the contract's names: only listed attributes and metrics compile, each metric with its own attributes.
import { metric, type AttributeName } from '@continuo/contracts';

export { attribute, metric, type AttributeName } from '@continuo/contracts';

/** Values by attribute name. */
export type TelemetryAttributes = { readonly [Name in AttributeName]?: string | number | boolean };

type Definition = (typeof metric)[keyof typeof metric];

export type MetricName = Definition['name'];
export type CounterName = Extract<Definition, { instrument: 'counter' }>['name'];
export type GaugeName = Extract<Definition, { instrument: 'gauge' }>['name'];
export type HistogramName = Extract<Definition, { instrument: 'histogram' }>['name'];

/** The attributes that a metric of this name may carry. */
export type MetricAttributes<Name extends MetricName> = {
  readonly [Attribute in Extract<Definition, { name: Name }>['attributes'][number]]?:
    string | number | boolean;
};

const byName = new Map<MetricName, Definition>(
  Object.values(metric).map((definition) => [definition.name, definition]),
);

/** Unit and description of a metric, as the contract says. */
export function instrumentOptions(name: MetricName): { readonly unit: string; readonly description: string } {
  const definition = byName.get(name);
  return { unit: definition?.unit ?? '', description: definition?.doc ?? '' };
}
