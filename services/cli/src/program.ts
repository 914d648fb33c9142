// The commands and their options: what `npx continuo --help` shows.
import { Fault } from '@continuo/kernel';
import { Command, CommanderError, Option } from 'commander';
import { readConnection } from './config.js';
import type { CommandContext } from './commands/command.js';
import { showCustomer } from './commands/customers.js';
import { whyCustomer } from './commands/customers-why.js';
import { eraseCustomer, showErasure } from './commands/customers-erase.js';
import { runDemonstration } from './commands/demo.js';
import { examine } from './commands/doctor.js';
import { tailEvents } from './commands/events-tail.js';
import { probeEvents } from './commands/events-probe.js';
import { whereIsEvent } from './commands/events-where.js';
import { simulateJourney } from './commands/journeys-simulate.js';
import { applyGuardrails, diffGuardrails, showGuardrails } from './commands/guardrails.js';
import { testJourneys, type ScenarioOutput } from './commands/journeys-test.js';
import { actOnIncidents, listIncidents } from './commands/incidents.js';
import { drawJourney } from './commands/journeys-graph.js';
import { listJourneys, showJourney, whyJourney } from './commands/journeys.js';
import { applyJourneys, diffJourneys, exportJourneys } from './commands/journeys-files.js';
import { listParked, redriveParked } from './commands/parked.js';
import { checkSchemas, registerAll } from './commands/schemas.js';
import { showStatus } from './commands/status.js';
import { showToken } from './commands/token.js';
import { applyTopics } from './commands/topics.js';
import { RunningSystem } from './system/running-system.js';
import { CommandFailure, EXIT, type ExitCode } from './terminal/failure.js';
import type { Terminal } from './terminal/terminal.js';

const HELP = `
Which system:
  A running npm start is found by .continuo/run.json, from the current folder upward. Any of these wins over it:
  CONTINUO_URL, KAFKA_BROKERS, SCHEMA_REGISTRY_URL, CONTINUO_TOKEN, OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET,
  KAFKA_TOPIC_PREFIX, KAFKA_TLS…, KAFKA_SASL…, CONTINUO_WRITE_KEY

Exit codes:
  0 done   1 looked and found something wrong   2 wrong usage   3 not reachable   4 not found   5 refused   70 our fault
`;

/** Runs one command line; answers the exit code and never throws. */
export async function run(
  args: readonly string[],
  terminal: Terminal,
  interrupted: AbortSignal,
): Promise<ExitCode> {
  try {
    await program(terminal, interrupted).parseAsync([...args], { from: 'user' });
    return EXIT.done;
  } catch (error) {
    return failed(error, terminal, interrupted);
  }
}

function failed(error: unknown, terminal: Terminal, interrupted: AbortSignal): ExitCode {
  if (interrupted.aborted) return EXIT.done;
  // Help and version end as errors, and commander has said what is wrong with the usage already.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  if (error instanceof CommandFailure) {
    terminal.error(error.message, error.hint);
    return error.exitCode;
  }
  const { message } = (error ?? {}) as { message?: unknown };
  terminal.error(typeof message === 'string' ? message : 'Something failed that should not.');
  if (!(error instanceof Fault)) return EXIT.internal;
  if (error.code === 'config-invalid') return EXIT.usage;
  return error.retriable ? EXIT.unreachable : EXIT.internal;
}

function program(terminal: Terminal, interrupted: AbortSignal): Command {
  const root = new Command('continuo')
    .description('Looks into a Continuo system and runs its release steps.')
    .version('0.1.0')
    .addOption(
      new Option('-o, --output <format>', 'text for people, json for programs; journeys test knows junit too')
        .choices(['text', 'json', 'junit'])
        .default('text'),
    )
    .addHelpText('after', HELP)
    .showHelpAfterError('(continuo --help shows every command)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.line(text.trimEnd()),
      writeErr: (text) => terminal.note(text.trimEnd()),
    });

  const acting = actor(root, terminal, interrupted);
  root.command('status').description('how each service is, on one screen').action(acting(showStatus));
  root
    .command('doctor')
    .description('look at every part, and say what to do about what is wrong')
    .action(acting(examine));
  root
    .command('token')
    .description('a bearer token for roles of your choice (local systems only)')
    .requiredOption('-r, --role <role...>', 'agent, supervisor, designer, operator, integrator or admin')
    .action(acting(showToken));

  addLooks(root, acting);
  addScenarios(root, terminal, interrupted);
  addReleaseSteps(root, acting);
  root
    .command('demo')
    .description('the story of the demonstration (local systems only)')
    .command('run')
    .description('play it again, with customers of its own, and compare what came with what was expected')
    .action(acting(runDemonstration));
  return root;
}

/** Opens the system around an action, and closes it whatever happens. */
function actor(root: Command, terminal: Terminal, interrupted: AbortSignal) {
  return <Args extends readonly unknown[]>(
      action: (context: CommandContext, ...args: Args) => Promise<void>,
    ) =>
    async (...args: Args): Promise<void> => {
      const { output } = root.opts<{ output: ScenarioOutput }>();
      if (output === 'junit')
        throw new CommandFailure(EXIT.usage, 'Only continuo journeys test answers in junit.');
      terminal.format = output;
      const connection = readConnection();
      const system = new RunningSystem(connection);
      try {
        await action({ terminal, system, connection, now: () => new Date(), interrupted }, ...args);
      } finally {
        await system.close();
      }
    };
}

type Acting = ReturnType<typeof actor>;

/** What people come for: customers, events, parked records. */
function addLooks(root: Command, acting: Acting): void {
  const journeys = root.command('journeys').description('journeys: which there are, what they did and why');
  journeys
    .command('list')
    .description('definitions, and the newest instances')
    .option('-j, --journey <name>', 'only of this journey')
    .addOption(
      new Option('-s, --state <state>', 'only in this state').choices([
        'running',
        'stalled',
        'undoing',
        'ended',
      ]),
    )
    .option('-c, --customer <kind=value>', 'only of this customer')
    .option('-n, --limit <count>', 'at most this many', '20')
    .option('-f, --fields <names>', 'only these fields, separated by commas, as JSON')
    .action(acting(listJourneys));
  journeys
    .command('show <instance>')
    .description('one instance with its journal')
    .action(acting(showJourney));
  journeys
    .command('why <instance|kind=value>')
    .description('why an instance, or those of a customer, stand where they stand')
    .action(acting(whyJourney));
  journeys
    .command('simulate <file>')
    .description('run a definition over recorded history: who would get what, and what would be different')
    .option('-d, --days <count>', 'so many days back', '7')
    .option('--sample <share>', 'only this share of the customers, above 0 up to 1')
    .action(acting(simulateJourney));
  journeys
    .command('graph <journey>')
    .description(
      'the picture of a journey as Mermaid: offices as lanes, who is where, how often each way was gone',
    )
    .option('--journey-version <number>', 'of this version; the newest when left out')
    .option('-d, --days <count>', 'over how many days ways are counted', '7')
    .action(acting(drawJourney));
  journeys
    .command('export <folder>')
    .description("each journey's newest version as a file")
    .action(acting(exportJourneys));
  journeys
    .command('diff <folder>')
    .description(
      'what a folder says and the system does not, with line numbers; ends with 1 when they differ',
    )
    .action(acting(diffJourneys));
  journeys
    .command('apply <folder>')
    .description('publish what is different, unless somebody changed it meanwhile; twice changes nothing')
    .option('--dry-run', 'only say what would be done')
    .action(acting(applyJourneys));
  addGuardrails(root, acting);
  addIncidents(root, acting);
  const customers = root.command('customers').description('customers and their timelines');
  customers
    .command('show <kind=value>')
    .description('one customer: the profile and the timeline (anonymous=…, user=…, email=…, profile=…)')
    .option('-n, --last <count>', 'events to show', '50')
    .action(acting(showCustomer));
  customers
    .command('why <kind=value|profile>')
    .description('why this customer got what they got, and not what they did not: every rule, newest first')
    .option('-j, --journey <name>', 'only of this journey')
    .option(
      '-k, --kind <kinds>',
      'only these kinds, separated by commas: entered, declined, held, skipped, sent, …',
    )
    .option('-m, --message <id>', 'the chain behind one message: the id of its command or of its MessageSent')
    .option('-n, --limit <count>', 'at most so many entries of the journal', '50')
    .action(acting(whyCustomer));
  customers
    .command('erase <kind=value>')
    .description('erase a customer in all services; asks first, and ends with a proof')
    .option('--dry-run', 'only say what there is')
    .option('-y, --yes', 'erase without a question')
    .option('-w, --wait <seconds>', 'so long for all services to confirm', '120')
    .action(acting(eraseCustomer));
  customers
    .command('erasure <id>')
    .description('how far an erasure is: rows before, erased and now, service by service')
    .action(acting(showErasure));

  const events = root.command('events').description('events on the bus');
  events
    .command('tail')
    .description('events as they come, decoded')
    .option('-t, --topic <topic...>', 'only these topics')
    .option('-c, --customer <kind=value>', 'only of this customer')
    .option('-n, --last <count>', 'begin with this many of each partition', '0')
    .action(acting(tailEvents));
  events
    .command('where <ce_id>')
    .description('where an event is: outbox, topic, positions, parked, journal')
    .option('-t, --topic <topic...>', 'search these topics only')
    .action(acting(whereIsEvent));
  events
    .command('probe')
    .description('send one tracking call, and read its event from its topic and from the timeline')
    .option('--within <seconds>', 'how long to wait for it', '60')
    .action(acting(probeEvents));

  const parked = root.command('parked').description('records that could not be applied');
  const filtered = (command: Command) =>
    command
      .option('-s, --service <name>', 'only of this service')
      .option('-t, --topic <topic>', 'only of this topic')
      .option('-g, --group <group>', 'only of this consumer group')
      .option('-k, --key <key>', 'only of this key')
      .option('-c, --code <code>', 'only with this code');
  filtered(parked.command('list').description('parked records, oldest first'))
    .option('--held', 'also those that wait behind a parked one')
    .option('-n, --limit <count>', 'at most this many of each service', '50')
    .action(acting(listParked));
  filtered(parked.command('redrive').description("apply parked records again, in their keys' order"))
    .option('-i, --id <id...>', 'only these rows (with --service)')
    .option('--all', 'every parked record')
    .option('--dry-run', 'only say what would happen')
    .option('--rate <count>', 'how many may begin per second')
    .action(acting(redriveParked));
}

/** Needs no system: what a journey's repository runs in its own checks. */
function addScenarios(root: Command, terminal: Terminal, interrupted: AbortSignal): void {
  root.commands
    .find((command) => command.name() === 'journeys')
    ?.command('test [paths...]')
    .description('run the *.scenario.yaml files beside journeys; needs no running system')
    .action((paths: readonly string[]) =>
      testJourneys(terminal, interrupted, paths, root.opts<{ output: ScenarioOutput }>().output),
    );
}

/** What every message is held against. */
function addGuardrails(root: Command, acting: Acting): void {
  const guardrails = root.command('guardrails').description('what every message is held against');
  guardrails
    .command('show')
    .description('the policy in force, as it was published')
    .option('--policy-version <number>', 'an earlier one')
    .action(acting(showGuardrails));
  guardrails
    .command('diff <file>')
    .description(
      'what a file says and the policy in force does not, with line numbers; ends with 1 when they differ',
    )
    .action(acting(diffGuardrails));
  guardrails
    .command('apply <file>')
    .description(
      'publish the file when it is different, unless somebody published meanwhile; twice changes nothing',
    )
    .option('--dry-run', 'only say what would change, and who waits now')
    .action(acting(applyGuardrails));
}

/** What stands until somebody decides. */
function addIncidents(root: Command, acting: Acting): void {
  const incidents = root.command('incidents').description('journeys that stand until somebody decides');
  const filtered = (command: Command) =>
    command
      .option('-j, --journey <name>', 'only of this journey')
      .option('--journey-version <number>', 'only of this version')
      .option('-s, --step <step>', 'only in this step')
      .option('-c, --code <code>', 'only with this code')
      .option('--older-than <age>', 'only those that stand for longer, e.g. 90s, 15m, 2h, 3d');
  filtered(incidents.command('list').description('incidents, newest first'))
    .option('-n, --limit <count>', 'at most this many', '50')
    .action(acting(listIncidents));
  const actions = {
    retry: 'try the step again, of all that match',
    skip: 'go on past the step, of all that match',
    cancel: 'end the journeys that match, and undo what they did',
  } as const;
  for (const action of ['retry', 'skip', 'cancel'] as const) {
    filtered(incidents.command(action).description(actions[action]))
      .option('--all', 'every incident')
      .option('--dry-run', 'only say what it would be about')
      .addOption(
        new Option('--if-changed <what>', 'when others match by the time it begins')
          .choices(['refuse', 'previewed', 'current'])
          .default('refuse'),
      )
      .option('--rate <count>', 'how many per second')
      .option('-w, --wait <seconds>', 'so long until it is done', '120')
      .action(acting(actOnIncidents(action)));
  }
}

/** What a deployment runs before its services. */
function addReleaseSteps(root: Command, acting: Acting): void {
  const schemas = root.command('schemas').description('the contract: check it, register it');
  schemas
    .command('check')
    .description('check schemas and topics, every stored version both ways; offline')
    .action(acting(checkSchemas));
  schemas
    .command('register')
    .description('register every schema under its subjects; may be repeated')
    .action(acting(registerAll));

  const topics = root.command('topics').description("the broker's topics");
  topics
    .command('apply')
    .description('create missing topics and correct settings; refuses a changed partition count')
    .option('--dry-run', 'only say what would be done')
    .option('--replicas <count>', 'replicas of new topics (CONTINUO_TOPIC_REPLICAS, 1)')
    .action(acting(applyTopics));
}
