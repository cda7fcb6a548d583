import type { CommandResult } from '../../start/testing/service-process.ts'
import { runCommand } from '../run-command.ts'

/** Runs a command of `switchyard` to its end in this process; `typed` is what a person answers when asked. */
export async function runHere(args: readonly string[], typed: string | null = null): Promise<CommandResult> {
  let [out, told] = ['', '']
  const code = await runCommand(args, {
    out: (line) => void (out += `${line}\n`),
    tell: (line) => void (told += `${line}\n`),
    progress: () => undefined,
    ask: (question) => {
      told += question
      return Promise.resolve(typed)
    },
  })
  return { code, out, told }
}
