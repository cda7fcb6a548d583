import { writeFile } from 'node:fs/promises'
import { getWorkflow } from '../modules/workflow/index.ts'
import { AppError } from '../platform/errors.ts'
import { chooseWorkspace } from './choose-workspace.ts'
import type { Command } from './command.ts'
import { withCore } from './with-core.ts'

export const command: Command = {
  usage: '[FILE] --workspace SLUG',
  help: 'Writes the workflow in force, as it was written, to the file or to standard output.',
  options: { workspace: 'value' },
  words: [0, 1],
  run: (given, terminal) =>
    withCore(given.settings, terminal, async ({ core }) => {
      const context = await chooseWorkspace(core, given.text('workspace'))
      const workflow = await getWorkflow(context)
      if (workflow === null) throw new AppError('not_found', `${context.workspace.slug} has no workflow in force yet.`)
      const [file] = given.words
      if (file === undefined) terminal.out(workflow.document.trimEnd())
      else await writeFile(file, workflow.document)
      terminal.tell(`Version ${workflow.version} of ${context.workspace.slug}.`)
      return 0
    }),
}
