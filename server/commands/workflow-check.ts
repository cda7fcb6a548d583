import { overtakes, type Queue } from '../core/workflow/index.ts'
import type { Command } from './command.ts'
import { checkDocument, readDocument } from './workflow-document.ts'

export const command: Command = {
  usage: 'FILE',
  help: `
Checks a workflow file and runs the tests in it; needs no database.
Prints FILE:line:column, the severity, the code and what is wrong, and after how long a wait each priority passes a new
one of a higher priority in each queue. The exit code is 1 when it may not be put in force.
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
  const texts = overtakes(ageing).map(({ lower, higher, afterMinutes }) =>
    afterMinutes === null
      ? `${lower} never passes a new ${higher}`
      : `${lower} passes a new ${higher} after ${Math.ceil(afterMinutes)} min`,
  )
  return texts.join(', ')
}
