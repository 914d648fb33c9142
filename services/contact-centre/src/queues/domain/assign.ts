// Who is offered to whom: calls in the order they came, each to the agent who has waited longest and has all the skills.

/** An interaction that nobody has been found for. Times are milliseconds since the epoch. */
export interface WaitingInteraction {
  readonly interactionId: string;
  /** Its place: kept whatever happens to it. */
  readonly queuedAt: number;
  readonly skills: readonly string[];
  /** False while the customer's context is still waited for: its agent is kept for it, and not offered yet. */
  readonly ready: boolean;
  /** Agents who declined it just now. */
  readonly declinedBy: readonly string[];
}

/** An agent who is present and has neither an offer nor a conversation. */
export interface FreeAgent {
  readonly agentId: string;
  readonly skills: readonly string[];
  /** Since when they have waited for work. */
  readonly freeSince: number;
}

export interface Assignment {
  readonly interactionId: string;
  readonly agentId: string;
}

/** Nobody is overtaken: an interaction gets only an agent that no earlier one could have had. */
export function assign(
  waiting: readonly WaitingInteraction[],
  agents: readonly FreeAgent[],
): readonly Assignment[] {
  const free = [...agents].sort((a, b) => a.freeSince - b.freeSince || compare(a.agentId, b.agentId));
  const queue = [...waiting].sort(
    (a, b) => a.queuedAt - b.queuedAt || compare(a.interactionId, b.interactionId),
  );
  const assignments: Assignment[] = [];
  for (const interaction of queue) {
    if (free.length === 0) break;
    const at = free.findIndex((agent) => suits(agent, interaction));
    const [agent] = at < 0 ? [] : free.splice(at, 1);
    if (agent === undefined || !interaction.ready) continue;
    assignments.push({ interactionId: interaction.interactionId, agentId: agent.agentId });
  }
  return assignments;
}

/** Whether an agent may be offered an interaction. */
export function suits(agent: FreeAgent, { skills, declinedBy }: WaitingInteraction): boolean {
  return skills.every((skill) => agent.skills.includes(skill)) && !declinedBy.includes(agent.agentId);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
