// Draws a definition as a Mermaid flowchart: offices as lanes, people in the steps, passes on the ways.

export interface Drawing {
  readonly steps: readonly {
    readonly name: string;
    readonly kind: string;
    readonly office: string | null;
    /** How many instances are in it now. */
    readonly here: number;
  }[];
  readonly edges: readonly {
    readonly from: string;
    readonly to: string;
    readonly on: string;
    /** How often it was gone; null where that is not known. */
    readonly passes: number | null;
  }[];
}

const LANES = [
  ['front', 'Front office'],
  ['middle', 'Middle office'],
  ['back', 'Back office'],
] as const;
const LONGEST_LABEL = 60;

/** Text for any Mermaid renderer; names and conditions can not break out of their labels. */
export function mermaidOf({ steps, edges }: Drawing): string {
  const ids = new Map(steps.map(({ name }, at) => [name, `s${at}`]));
  const lines = ['flowchart TB'];
  for (const [office, title] of LANES) {
    const inside = steps.filter((step) => step.office === office);
    if (inside.length === 0) continue;
    lines.push(`  subgraph ${office}["${title}"]`, '    direction LR');
    lines.push(...inside.map((step) => `    ${nodeOf(step, ids)}`), '  end');
  }
  lines.push(...steps.filter(({ office }) => !isLane(office)).map((step) => `  ${nodeOf(step, ids)}`));
  for (const { from, to, on, passes } of edges) {
    const [source, target] = [ids.get(from), ids.get(to)];
    if (source === undefined || target === undefined) continue;
    const label = [on === 'next' ? '' : shortened(on), passes === null ? '' : `${passes}×`].filter(
      (part) => part !== '',
    );
    lines.push(`  ${source} -->${label.length > 0 ? `|"${escaped(label.join(' · '))}"|` : ''} ${target}`);
  }
  return `${lines.join('\n')}\n`;
}

function isLane(office: string | null): boolean {
  return LANES.some(([lane]) => lane === office);
}

function nodeOf({ name, kind, here }: Drawing['steps'][number], ids: ReadonlyMap<string, string>): string {
  const text = `"${escaped(name)}<br/>${escaped(kind)}${here > 0 ? ` · ${here} here` : ''}"`;
  const id = ids.get(name) ?? '';
  switch (kind) {
    case 'wait':
    case 'approve':
      return `${id}([${text}])`;
    case 'choose':
    case 'split':
    case 'decide':
      return `${id}{${text}}`;
    case 'parallel':
      return `${id}{{${text}}}`;
    case 'end':
      return `${id}((${text}))`;
    default:
      return `${id}[${text}]`;
  }
}

function shortened(text: string): string {
  const name = /^continuo\.[a-z_]+\.([A-Za-z0-9]+)\.v\d+$/.exec(text)?.[1] ?? text;
  return name.length > LONGEST_LABEL ? `${name.slice(0, LONGEST_LABEL - 1)}…` : name;
}

/** Mermaid's own escapes; a line's end would end the statement. */
function escaped(text: string): string {
  return text
    .replaceAll('#', '#35;')
    .replaceAll('&', '#amp;')
    .replaceAll('"', '#quot;')
    .replaceAll('<', '#lt;')
    .replaceAll('>', '#gt;')
    .replaceAll('|', '#124;')
    .replaceAll(/\s+/g, ' ');
}
