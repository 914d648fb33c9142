// Which records of the timeline matter to a simulation: what brings a customer in, and what anybody listens to.
import type { Contract } from '@continuo/contracts';
import { TIMELINE } from '../definitions/contract-catalogue.js';
import { tellsOfMatter } from '../domain/engine/matters.js';
import type { Plan } from '../domain/language/plan.js';
import { ENTRY } from '../timeline/timeline-record.js';
import type { Editions } from './simulation-editions.js';

export interface Listening {
  /** Types that bring a customer in. */
  readonly entering: ReadonlySet<string>;
  /** The same rule as the live path's: what nobody listens to is not decoded. */
  readonly heard: ReadonlySet<string>;
}

export function listeningOf(contract: Contract, editions: Editions, candidate: Plan): Listening {
  const types = contract.typesOn(TIMELINE).map(({ type }) => type);
  const all = [...editions.plans.values()];
  const starts = (type: string): boolean => all.some((plans) => plans.startedBy(type).length > 0);
  const listened = all.flatMap((plans) => types.flatMap((type) => plans.startedBy(type)));
  return {
    entering: new Set([ENTRY, ...types.filter((type) => tellsOfMatter(type) || starts(type))]),
    heard: new Set([
      ...[...listened, candidate].flatMap((plan) => [...plan.listensTo]),
      ...types.filter((type) => !isPlainEvent(type) || tellsOfMatter(type)),
    ]),
  };
}

function isPlainEvent(type: string): boolean {
  return !type.startsWith('continuo.cdp.Profile') && !type.startsWith('continuo.orchestrator.');
}
