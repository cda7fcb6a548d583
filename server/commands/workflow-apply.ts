import { publishWorkflow } from '../modules/publishing/index.ts'
import { getWorkflow } from '../modules/workflow/index.ts'
import { AppError } from '../platform/errors.ts'
import { chooseWorkspace } from './choose-workspace.ts'
import type { Command } from './command.ts'
import { checkDocument, readDocument } from './workflow-document.ts'
import { withCore } from './with-core.ts'

export const command: Command = {
  usage: 'FILE --workspace SLUG',
  help: `
Puts a workflow file in force after the same checks as switchyard workflow check; nodes that run take it up at once.
`,
  options: { workspace: 'value' },
  words: [1, 1],
  run: async (given, terminal) => {
    const file = given.words[0] ?? ''
    const document = await readDocument(file)
    if (checkDocument({ file, document }, terminal) === null)
      throw new AppError('workflow_invalid', `${file} was not put in force.`)
    return withCore(given.settings, terminal, async ({ core }) => {
      const context = await chooseWorkspace(core, given.text('workspace'))
      const before = (await getWorkflow(context))?.version ?? 0
      const { version } = await publishWorkflow(context, { document, expectedVersion: before })
      const { slug } = context.workspace
      terminal.tell(
        version === before
          ? `${slug} has this very text in force (version ${version}).`
          : `Version ${version} is in force in ${slug}.`,
      )
      return 0
    })
  },
}
