import type { CommandResult } from '../../start/testing/service-process.ts'
import { runCommand } from '../run-command.ts'

/** Runs a command of `switchyard` to its end in this process; `answer` gives what a person types when asked. */
export async function runHere(
  args: readonly string[],
  answer: () => Promise<string | null> = () => Promise.resolve(null),
): Promise<CommandResult> {
  let [out, told] = ['', '']
  const code = await runCommand(args, {
    out: (line) => void (out += `${line}\n`),
    tell: (line) => void (told += `${line}\n`),
    progress: () => undefined,
    ask: (question) => {
      told += question
      return answer()
    },
  })
  return { code, out, told }
}
