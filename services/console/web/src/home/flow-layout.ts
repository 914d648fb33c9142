// Where topics and services stand in the picture of the flow, and how strong the lines between them are; no drawing.
import type { OverviewData } from './overview-store.js';

export interface FlowNode {
  readonly name: string;
  /** Its middle, in pixels from the top. */
  readonly y: number;
}

export interface FlowTopic extends FlowNode {
  readonly ratePerSecond: number | undefined;
  readonly history: readonly number[];
}

export interface FlowLine {
  readonly topic: string;
  readonly service: string;
  readonly side: 'writes' | 'reads';
  readonly from: number;
  readonly to: number;
  /** In pixels. */
  readonly width: number;
  readonly isMoving: boolean;
  /** Of readers: how many records they are behind; undefined when it is not known. */
  readonly lag?: number;
}

export interface FlowLayout {
  readonly height: number;
  readonly topics: readonly FlowTopic[];
  readonly writers: readonly FlowNode[];
  readonly readers: readonly FlowNode[];
  readonly lines: readonly FlowLine[];
}

const ROW = 30;
const MARGIN = 20;

/** A group's service: the platform's groups are called by its short name. */
export function serviceOfGroup(group: string): string {
  return group === 'cdp' || group.startsWith('cdp-') ? 'customer-data-platform' : group;
}

export function flowOf(data: OverviewData): FlowLayout {
  const services = Object.keys(data.services);
  const entries = Object.entries(data.topics).sort(
    ([a, one], [b, other]) => services.indexOf(one.owner) - services.indexOf(other.owner) || (a < b ? -1 : 1),
  );
  const topics = entries.map(([name, { ratePerSecond, history }], row): FlowTopic => ({
    name,
    y: MARGIN + ROW * row + ROW / 2,
    ratePerSecond,
    history,
  }));
  const height = MARGIN * 2 + ROW * Math.max(topics.length, 1);
  const writers = spread([...new Set(entries.map(([, { owner }]) => owner))], services, height);
  const reading = entries.flatMap(([, { groups }]) => Object.keys(groups).map(serviceOfGroup));
  const readers = spread([...new Set(reading)], services, height);
  return { height, topics, writers, readers, lines: linesOf(data, { topics, writers, readers }) };
}

function linesOf(
  data: OverviewData,
  { topics, writers, readers }: Pick<FlowLayout, 'topics' | 'writers' | 'readers'>,
) {
  return topics.flatMap(({ name, y, ratePerSecond = 0 }): FlowLine[] => {
    const { owner = '', groups = {} } = data.topics[name] ?? {};
    const drawn = { topic: name, width: widthOf(ratePerSecond), isMoving: ratePerSecond > 0 };
    const written = { ...drawn, service: owner, side: 'writes', from: yOf(writers, owner), to: y } as const;
    const read = Object.entries(lagsOf(groups)).map(([service, lag]): FlowLine => {
      const to = yOf(readers, service);
      return { ...drawn, service, side: 'reads', from: y, to, ...(lag !== undefined && { lag }) };
    });
    return [written, ...read];
  });
}

/** Two groups of one service are one line, as far behind as the last of them. */
function lagsOf(
  groups: OverviewData['topics'][string]['groups'],
): Readonly<Record<string, number | undefined>> {
  const lags = new Map<string, number | undefined>();
  for (const [group, { lag }] of Object.entries(groups)) {
    const service = serviceOfGroup(group);
    const known = lags.get(service);
    lags.set(service, known === undefined ? lag : Math.max(known, lag ?? 0));
  }
  return Object.fromEntries(lags);
}

function spread(names: readonly string[], order: readonly string[], height: number): readonly FlowNode[] {
  const sorted = [...names].sort((a, b) => order.indexOf(a) - order.indexOf(b));
  return sorted.map((name, at) => ({ name, y: ((at + 0.5) * height) / sorted.length }));
}

function yOf(nodes: readonly FlowNode[], name: string): number {
  return nodes.find((node) => node.name === name)?.y ?? 0;
}

/** Ten times as fast is clearly thicker, and a thousand a second still a line. */
export function widthOf(ratePerSecond: number): number {
  return ratePerSecond <= 0 ? 1 : Math.min(9, 1.5 + 1.5 * Math.log10(1 + ratePerSecond * 4));
}
