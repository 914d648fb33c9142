// The chart as Helm renders it, for the tests beside this file; where there is no Helm they are skipped by name.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';

export const root = path.resolve(import.meta.dirname, '../../..');
export const chart = path.join(root, 'helm/continuo');
/** Set by Jest's global setup when there is one. */
const helm = process.env['HELM'];

/** The values files that the chart is rendered with, in `helm/continuo/ci`. */
export const examples = ['small', 'full', 'external-services'] as const;
export type Example = (typeof examples)[number];

export const whereHelmIs = helm === undefined ? describe.skip : describe;

export interface EnvironmentEntry {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: { readonly secretKeyRef: { readonly name: string; readonly key: string } };
}

interface Probe {
  readonly httpGet: { readonly path: string; readonly port: string };
}

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly args: readonly string[];
  readonly env?: readonly EnvironmentEntry[];
  readonly envFrom?: readonly {
    readonly configMapRef?: { readonly name: string };
    readonly secretRef?: { readonly name: string };
  }[];
  readonly ports?: readonly { readonly name: string; readonly containerPort: number }[];
  readonly resources?: Readonly<
    Record<'requests' | 'limits', { readonly cpu: string; readonly memory: string }>
  >;
  readonly securityContext?: Readonly<Record<string, unknown>>;
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string }[];
  readonly startupProbe?: Probe;
  readonly livenessProbe?: Probe;
  readonly readinessProbe?: Probe;
  readonly lifecycle?: { readonly preStop: { readonly exec: { readonly command: readonly string[] } } };
}

export interface PodSpec {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly automountServiceAccountToken?: boolean;
  readonly serviceAccountName?: string;
  readonly securityContext?: Readonly<Record<string, unknown>>;
  readonly terminationGracePeriodSeconds?: number;
  readonly topologySpreadConstraints?: readonly { readonly topologyKey: string }[];
  readonly volumes?: readonly { readonly name: string; readonly emptyDir?: object }[];
}

export interface Resource {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly data?: Readonly<Record<string, string>>;
  // Of each kind something else; tests name the shape they look at.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly spec?: any;
}

/** What `helm` answered, as it is. */
export function runHelm(...args: readonly string[]): { readonly ok: boolean; readonly said: string } {
  const { status, stdout, stderr } = spawnSync(helm ?? 'helm', args, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return { ok: status === 0, said: `${stdout}${stderr}` };
}

const rendered = new Map<string, readonly Resource[]>();

/** Renders the chart with an example's values and further `--set` settings. Throws what Helm says. */
export function render(example: Example, ...settings: readonly string[]): readonly Resource[] {
  const key = [example, ...settings].join(' ');
  const known = rendered.get(key);
  if (known !== undefined) return known;
  const { ok, said } = runHelm('template', 'continuo', chart, ...valuesOf(example, settings));
  if (!ok) throw new Error(said);
  const resources = parseAllDocuments(said).flatMap((document) => (document.toJS() as Resource | null) ?? []);
  rendered.set(key, resources);
  return resources;
}

/** Arguments that name the example's values, for a cluster of a certain version. */
export function valuesOf(example: Example, settings: readonly string[] = []): readonly string[] {
  return [
    ...['--namespace', 'cx', '--kube-version', '1.33.0'],
    ...['--values', path.join(chart, `ci/${example}-values.yaml`)],
    ...settings.flatMap((setting) => ['--set', setting]),
  ];
}

export function ofKind(resources: readonly Resource[], kind: string): readonly Resource[] {
  return resources.filter((resource) => resource.kind === kind);
}

export function one(resources: readonly Resource[], kind: string, name: string): Resource {
  const found = ofKind(resources, kind).filter(({ metadata }) => metadata.name === name);
  if (found.length !== 1) throw new Error(`${found.length} resources ${kind} ${name}`);
  return found[0]!;
}

/** Every pod that the chart makes: of Deployments, of Jobs, and the test's own. */
export function podsOf(
  resources: readonly Resource[],
): readonly { readonly of: string; readonly pod: PodSpec }[] {
  return resources.flatMap(({ kind, metadata, spec }) => {
    if (kind === 'Deployment' || kind === 'Job') {
      return [{ of: `${kind} ${metadata.name}`, pod: spec.template.spec as PodSpec }];
    }
    return kind === 'Pod' ? [{ of: `Pod ${metadata.name}`, pod: spec as PodSpec }] : [];
  });
}

export function containersOf({ containers, initContainers = [] }: PodSpec): readonly Container[] {
  return [...initContainers, ...containers];
}
