import { createLog, type Log, type LogLevel } from '../platform/log.ts'

/** A log whose lines wait until what a person reads first has been shown. */
export interface HeldLog {
  readonly log: Log
  /** Writes what waited; from now on lines are written at once. */
  release(): void
}

/** On a terminal only warnings are shown unless another level was asked for; elsewhere everything of the level. */
export function holdLog(level: LogLevel): HeldLog {
  let held: string[] | null = []
  const write = (line: string) => void process.stdout.write(line)
  const shown = process.stdout.isTTY && level === 'info' ? 'warn' : level
  const log = createLog({ level: shown, write: (line) => (held === null ? write(line) : void held.push(line)) })
  return {
    log,
    release: () => {
      const waiting = held ?? []
      held = null
      for (const line of waiting) write(line)
    },
  }
}
