import { createWorkspace } from '../modules/access/index.ts'
import { publishWorkflow } from '../modules/publishing/index.ts'
import { AppError } from '../platform/errors.ts'
import { commandContext } from '../start/ensure-person.ts'
import type { Command } from './command.ts'
import { checkDocument, readDocument } from './workflow-document.ts'
import { withCore } from './with-core.ts'

export const command: Command = {
  usage: 'SLUG [--from FILE] [--name NAME] [--review]',
  help: `
Makes a workspace. With --from its workflow is put in force at once; without, everything waits for
switchyard workflow apply FILE --workspace SLUG.

  --review    for rehearsals: not counted as live
`,
  options: { from: 'value', name: 'value', review: 'switch' },
  words: [1, 1],
  run: async (given, terminal) => {
    const slug = given.words[0] ?? ''
    const file = given.text('from')
    const document = file === null ? null : await readDocument(file)
    if (file !== null && document !== null && !checkDocument({ file, document }, terminal)) {
      throw new AppError('workflow_invalid', `${file} has errors, so the workspace was not made.`)
    }
    return withCore(given.settings, terminal, async ({ core: { installation } }) => {
      const purpose = given.isOn('review') ? 'review' : 'live'
      const workspace = await createWorkspace(installation, { slug, name: given.text('name') ?? slug, purpose })
      if (document !== null)
        await publishWorkflow(commandContext(installation, workspace), { document, expectedVersion: 0 })
      terminal.tell(`Workspace ${slug} is there${document === null ? ', without a workflow' : ''}.`)
      return 0
    })
  },
}
