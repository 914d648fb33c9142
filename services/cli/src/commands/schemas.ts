// The contract's release steps: check it without anything running, and register it.
import { CommandFailure, EXIT } from '../terminal/failure.js';
import type { CommandContext } from './command.js';

/** Checks schemas and topics, and every stored version of every schema both ways; offline. */
export async function checkSchemas({ terminal, connection }: CommandContext): Promise<void> {
  const { checkContractFolder, problemText } = await import('@continuo/contracts');
  const { schemas, topics, versions, problems } = checkContractFolder(connection.env.SCHEMAS_DIR);
  terminal.result({ schemas, topics, versions, problems }, () => {
    for (const problem of problems) terminal.line(`${terminal.tone('bad', '✗')} ${problemText(problem)}`);
    const looked = `${schemas} schemas, ${topics} topics, ${versions} stored versions`;
    if (problems.length === 0) terminal.line(`${terminal.tone('good', '✓')} ${looked}: nothing is wrong.`);
  });
  if (problems.length > 0)
    throw new CommandFailure(EXIT.wrong, `The contract has ${problems.length} problems.`);
}

/** Registers what is new under each subject; running it again changes nothing. */
export async function registerAll({ terminal, system }: CommandContext): Promise<void> {
  const { contract, registerSchemas } = await import('@continuo/contracts');
  const progress = (done: number, total: number) =>
    terminal.progress(`registering schemas … ${done} of ${total}`);
  const registered = await registerSchemas(await system.registry(), contract, { progress });
  const fresh = registered.filter((each) => each.registered === 'new');
  terminal.result(registered, () => {
    for (const { subject, id } of fresh)
      terminal.line(`${terminal.tone('good', '+')} ${subject} ${terminal.tone('quiet', `id ${id}`)}`);
    const known = registered.length - fresh.length;
    terminal.line(`${fresh.length} registered, ${known} ${known === 1 ? 'was' : 'were'} there before.`);
  });
}
