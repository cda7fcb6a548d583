import type { Command } from './command.ts'
import { checkDocument, readDocument } from './workflow-document.ts'

export const command: Command = {
  usage: 'FILE',
  help: `
Checks a workflow file and runs the tests in it; needs no database.
Prints FILE:line:column, the severity, the code and what is wrong. The exit code is 1 when it may not be put in force.
`,
  options: { workspace: 'value' },
  words: [1, 1],
  run: async (given, terminal) => {
    const file = given.words[0] ?? ''
    return checkDocument({ file, document: await readDocument(file) }, terminal) ? 0 : 1
  },
}
