/** What a command gets of the process that runs it. */
export interface Surroundings {
  env: Readonly<Record<string, string | undefined>>;
  stdin: NodeJS.ReadStream & { readonly fd: number };
  /** For results only. */
  stdout: NodeJS.WriteStream;
  /** For everything else. */
  stderr: NodeJS.WriteStream;
  /** Aborted when the user ends the command (SIGINT, SIGTERM); call it once, in commands that run until then. */
  untilStopped(): AbortSignal;
  /** Calls `run` at each SIGHUP. */
  onHangUp(run: () => void): void;
}

/** Runs a command. Resolves with the exit code 0 or 1; throws KeypigeonError (1) or UsageError (2). */
export type RunCommand = (args: string[], surroundings: Surroundings) => Promise<number>;

/** A command as the table knows it; its file is loaded when it is asked for, so that start stays fast. */
export interface Command {
  name: string;
  /** One line for the list of commands. */
  summary: string;
  /** What `--help` prints. */
  usage: string;
  /** True for a command whose own commands answer `--help` themselves. */
  hasCommands?: true;
  load(): Promise<{ run: RunCommand }>;
}
