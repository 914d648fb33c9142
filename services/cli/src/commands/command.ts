// What every command is given: where to speak, and the system to ask.
import type { Connection } from '../config.js';
import type { RunningSystem } from '../system/running-system.js';
import type { Terminal } from '../terminal/terminal.js';

export interface CommandContext {
  readonly terminal: Terminal;
  readonly system: RunningSystem;
  readonly connection: Connection;
  readonly now: () => Date;
  /** Aborted by Ctrl-C; commands that go on for ever end with it. */
  readonly interrupted: AbortSignal;
}
