// Brings the broker's topics to what the contract says, and refuses what would break the order of keys.
import type { TopicPlan } from '@continuo/contracts';
import { patiently } from '../system/patiently.js';
import { CommandFailure, EXIT } from '../terminal/failure.js';
import type { CommandContext } from './command.js';

export interface ApplyTopicsOptions {
  readonly dryRun?: boolean;
  readonly replicas?: string;
}

/** Creates missing topics and corrects settings. A changed partition count is refused before anything is done. */
export async function applyTopics(context: CommandContext, options: ApplyTopicsOptions): Promise<void> {
  const { terminal, system } = context;
  const replicas = replicasOf(context, options);
  const plan = await terminal.during('reading topics', readPlan(context, replicas));
  if (plan.refuse.length > 0) {
    terminal.result({ refused: plan.refuse }, () => {
      for (const { message } of plan.refuse) terminal.line(`${terminal.tone('bad', '✗')} ${message}`);
    });
    throw new CommandFailure(EXIT.wrong, 'Nothing was applied.');
  }
  if (options.dryRun !== true) {
    const admin = (await system.kafka()).admin();
    const create = plan.create.map(({ name, ...rest }) => ({
      topic: name,
      partitions: rest.partitions,
      replicationFactor: rest.replicas,
      config: rest.config,
    }));
    if (create.length > 0) {
      await terminal.during(`creating ${create.length} topics`, admin.create(create));
      await terminal.during('waiting for the groups to be coordinated', coordinated(context));
    }
    for (const { name, config } of plan.change) {
      await terminal.during(`changing ${name}`, admin.alterConfig(name, config));
    }
  }
  terminal.result({ created: plan.create, changed: plan.change, dryRun: options.dryRun === true }, () =>
    tellPlan(context, plan, options.dryRun === true),
  );
}

/** On a new cluster the first consumers would find nobody who coordinates their group, and begin again and again. */
async function coordinated({ system }: CommandContext): Promise<void> {
  const { contract } = await import('@continuo/contracts');
  const admin = (await system.kafka()).admin();
  const topicOfGroup = new Map(
    contract.topics.flatMap(({ name, consumers }) => consumers.map((group) => [group, name] as const)),
  );
  for (const [group, topic] of topicOfGroup)
    await patiently(() => admin.committed(group, topic)).catch(() => undefined);
}

export async function readPlan({ system }: CommandContext, replicas: number): Promise<TopicPlan> {
  const { contract, planTopics, wantedTopics } = await import('@continuo/contracts');
  const admin = (await system.kafka()).admin();
  const names = new Set(wantedTopics(contract, { replicas }).map(({ name }) => name));
  const present = (await admin.topics()).filter((name) => names.has(name));
  const existing = (await admin.describe(present)).map(({ topic, ...rest }) => ({ name: topic, ...rest }));
  return planTopics(contract, existing, { replicas });
}

function replicasOf({ connection }: CommandContext, { replicas }: ApplyTopicsOptions): number {
  if (replicas === undefined) return connection.env.CONTINUO_TOPIC_REPLICAS;
  const count = Number(replicas);
  if (Number.isInteger(count) && count >= 1) return count;
  throw new CommandFailure(EXIT.usage, `--replicas is a whole number above 0, not ${replicas}.`);
}

function tellPlan({ terminal }: CommandContext, { create, change }: TopicPlan, dryRun: boolean): void {
  for (const { name, partitions } of create) {
    terminal.line(
      `${terminal.tone('good', '+')} ${name} ${terminal.tone('quiet', `${partitions} partitions`)}`,
    );
  }
  for (const { name, config } of change) {
    const settings = Object.entries(config).map(([key, value]) => `${key}=${value}`);
    terminal.line(`${terminal.tone('waiting', '~')} ${name} ${terminal.tone('quiet', settings.join(', '))}`);
  }
  if (create.length + change.length === 0) terminal.line('Every topic is as the contract says.');
  else if (dryRun)
    terminal.line(`Nothing was done: ${create.length} would be created, ${change.length} changed.`);
  else terminal.line(`${create.length} created, ${change.length} changed.`);
}
