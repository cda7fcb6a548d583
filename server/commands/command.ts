import type { Arguments, Options } from './read-arguments.ts'

/** One thing `switchyard` does. */
export interface Command {
  /** Lines of `--help` below the usage: what it does, its own flags, an example. */
  readonly help: string
  /** After the name: `SLUG [--from FILE]`. */
  readonly usage: string
  /** Flags of its own; those of the settings are always there. */
  readonly options: Options
  /** How many words it takes besides flags; two numbers are the least and the most. */
  readonly words?: readonly [number, number]
  /** Gives the exit code. Throws AppError with one sentence for the person at the terminal. */
  run(given: Arguments, terminal: Terminal): Promise<number>
}

/** Where a command speaks: results on `out`, everything a person only reads on `tell`. */
export interface Terminal {
  out(line: string): void
  tell(line: string): void
  /** Shows progress in place where that is possible; nothing elsewhere. */
  progress(text: string): void
  /** One line typed by the person; null when nobody can type. */
  ask(question: string): Promise<string | null>
}
