// How a command ends when it doesn't succeed: a code for scripts, a sentence and a next step for people.

/** Exit codes, the same for every command. */
export const EXIT = {
  done: 0,
  /** The command looked and found something wrong: a check failed, a service is not ready. */
  wrong: 1,
  /** The command line itself is not right. */
  usage: 2,
  /** Nothing answers: no running system, or a part of it is away. */
  unreachable: 3,
  /** What was asked for does not exist. */
  notFound: 4,
  /** The system said no: a missing role, a rule, a version that moved. */
  refused: 5,
  /** A fault of this program. */
  internal: 70,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Ends a command: `message` says what is wrong, `hint` what to do about it. */
export class CommandFailure extends Error {
  constructor(
    readonly exitCode: ExitCode,
    message: string,
    readonly hint?: string,
  ) {
    super(message);
    this.name = 'CommandFailure';
  }
}
