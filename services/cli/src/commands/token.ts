// A token for a role, to be used with curl or an interface description's "try it".
import type { Role } from '@continuo/service-kit';
import { CommandFailure, EXIT } from '../terminal/failure.js';
import { describeDuration } from '../terminal/durations.js';
import type { CommandContext } from './command.js';

const ROLES = [
  'agent',
  'supervisor',
  'designer',
  'operator',
  'integrator',
  'admin',
] as const satisfies readonly Role[];

/** Prints only the token on standard output: `curl -H "authorization: Bearer $(npx continuo token --role designer)"`. */
export async function showToken(
  { terminal, system }: CommandContext,
  options: { role: string[] },
): Promise<void> {
  const roles = options.role.map(roleOf);
  const { token, expiresInSeconds } = await system.gateway.token(roles);
  terminal.result({ token, roles, expiresInSeconds }, () => {
    terminal.line(token);
    if (expiresInSeconds > 0) {
      terminal.note(
        terminal.tone(
          'quiet',
          `for ${roles.join(', ')}, good for ${describeDuration(expiresInSeconds * 1_000)}`,
        ),
      );
    }
  });
}

function roleOf(name: string): Role {
  const role = ROLES.find((each) => each === name);
  if (role !== undefined) return role;
  throw new CommandFailure(EXIT.usage, `There is no role ${name}.`, `Roles: ${ROLES.join(', ')}.`);
}
