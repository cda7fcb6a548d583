import { type Overtake, overtakes, type Queue } from '../core/workflow/index.ts'
import type { Command } from './command.ts'
import { checkDocument, readDocument } from './workflow-document.ts'

export const command: Command = {
  usage: 'FILE',
  help: `
Checks a workflow file and runs the tests in it; needs no database.
Prints FILE:line:column, the severity, the code and what is wrong, and after how long a wait each priority passes a new
one of a higher priority in each queue, and passes it for good: no later one goes before it again. The exit code is 1 when
it may not be put in force.
`,
  options: { workspace: 'value' },
  words: [1, 1],
  run: async (given, terminal) => {
    const file = given.words[0] ?? ''
    const workflow = checkDocument({ file, document: await readDocument(file) }, terminal)
    if (workflow === null) return 1
    for (const [text, queues] of Map.groupBy(workflow.queues.values(), overtakesText))
      terminal.tell(`${queues.map(({ slug }) => slug).join(', ')}: ${text}.`)
    return 0
  },
}

function overtakesText({ ageing }: Queue): string {
  return overtakes(ageing).map(overtakeText).join(', ')
}

function overtakeText({ lower, higher, afterMs, neverPassedAfterMs }: Overtake): string {
  if (afterMs === null) return `${lower} never passes a new ${higher}`
  const passes = `${lower} passes a new ${higher}`
  if (neverPassedAfterMs === null) return `${passes} after ${minutes(afterMs)}, never for good`
  if (neverPassedAfterMs === afterMs) return `${passes} for good after ${minutes(afterMs)}`
  return `${passes} after ${minutes(afterMs)}, for good after ${minutes(neverPassedAfterMs)}`
}

function minutes(ms: number): string {
  return `${Math.ceil(ms / 60_000)} min`
}
