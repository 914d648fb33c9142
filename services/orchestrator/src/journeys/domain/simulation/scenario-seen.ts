// What a scenario's run showed, in the words of `then`.
import type { Instance } from '../engine/instance.js';
import type { Change } from '../engine/profile.js';
import { isSend, type Catalogue } from '../language/catalogue.js';
import type { Fields } from './scenario.js';
import { textOfTime } from './scenario-time.js';

/** Everything that `then` may ask for. */
export interface Seen {
  readonly steps: readonly string[];
  readonly sends: readonly Fields[];
  readonly commands: readonly Fields[];
  readonly outcome: string | null;
  readonly ending: string | null;
  readonly status: string | null;
  readonly step: string | null;
  readonly instances: number;
  readonly vars: Fields;
  readonly incidents: readonly string[];
  readonly holds: readonly Fields[];
  readonly skips: readonly Fields[];
  readonly declined: readonly Fields[];
}

export interface Run {
  readonly journey: string;
  readonly zone: string;
  readonly catalogue: Catalogue;
  /** All changes of the journey under test; those from `since` on belong to `when`. */
  readonly changes: readonly Change[];
  readonly since: number;
  readonly declined: readonly Fields[];
}

export function seenOf(run: Run): Seen {
  const own = run.changes.filter(({ instance }) => instance.journey === run.journey);
  const newer = new Set(run.changes.slice(run.since));
  const later = own.filter((change) => newer.has(change));
  const latest = new Map<string, Instance>(own.map(({ instance }) => [instance.id, instance]));
  const instance = [...latest.values()].at(-1);
  const commands = later.flatMap((change) => commandsOf(change, run));
  return {
    steps: own.flatMap(({ journal }) =>
      journal.deeds.filter(({ did }) => did === 'entered').map(({ step }) => String(step)),
    ),
    sends: commands.filter(({ act }) => isSendNamed(String(act), run.catalogue)),
    commands,
    outcome: instance?.outcome ?? null,
    ending: instance?.ending ?? null,
    status: instance?.status ?? null,
    step: instance?.step ?? null,
    instances: latest.size,
    vars: instance?.vars ?? {},
    incidents: (instance?.incidents ?? []).map(({ code }) => code),
    holds: reasonsOf(later, 'held', run.zone),
    skips: reasonsOf(later, 'skipped', run.zone),
    declined: run.declined,
  };
}

function isSendNamed(act: string, catalogue: Catalogue): boolean {
  const command = catalogue.command(act);
  return command !== undefined && isSend(command);
}

/** The commands of one change, each with its name in definitions, its step and its time. */
function commandsOf({ effects, journal }: Change, { zone }: Run): readonly Fields[] {
  return effects.flatMap((effect) => {
    if (effect.kind !== 'command') return [];
    const { commandId, step, value } = effect;
    const act = actOf(journal.deeds, commandId);
    return [{ act, step, at: textOfTime(journal.facts.now, zone), ...value }];
  });
}

/** How a definition names the command: the journal says it where it was sent. */
export function actOf(deeds: Change['journal']['deeds'], commandId: string): string {
  const sent = deeds.find((deed) => deed.did === 'sent' && deed['commandId'] === commandId);
  return String(sent?.['command'] ?? '');
}

function reasonsOf(changes: readonly Change[], did: string, zone: string): readonly Fields[] {
  return changes.flatMap(({ journal }) =>
    journal.deeds
      .filter((deed) => deed.did === did)
      .map(({ did: _did, commandId: _id, until, ...rest }): Fields => ({
        ...rest,
        ...(until === undefined ? {} : { until: typeof until === 'number' ? textOfTime(until, zone) : null }),
        at: textOfTime(journal.facts.now, zone),
      })),
  );
}
