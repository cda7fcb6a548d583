import { rollBackMarket } from '../modules/markets/index.ts'
import { AppError } from '../platform/errors.ts'
import { chooseWorkspace } from './choose-workspace.ts'
import type { Command } from './command.ts'
import { readVersion } from './market-document.ts'
import { withCore } from './with-core.ts'

export const command: Command = {
  usage: 'MARKET --to VERSION [--expect VERSION] --workspace SLUG',
  help: `
Puts the text of an earlier version in force again, as the next version; switchyard market versions lists them. What was
published stays. With --expect it is refused when another version is in force than that.
`,
  options: { workspace: 'value', to: 'value', expect: 'value' },
  words: [1, 1],
  run: (given, terminal) =>
    withCore(given.settings, terminal, async ({ core }) => {
      const [slug = ''] = given.words
      const version = readVersion(given.text('to'), 'Say with --to which version is wanted again.')
      const expect = given.text('expect')
      const expectedVersion = expect === null ? null : readVersion(expect, `"${expect}" is no version.`)
      const context = await chooseWorkspace(core, given.text('workspace'))
      const made = await rollBackMarket(context, { slug, version, expectedVersion })
      if (made === null) throw new AppError('not_found', `The market "${slug}" has no version ${version}.`)
      terminal.tell(`Version ${made.version} of ${slug} is in force in ${context.workspace.slug}.`)
      return 0
    }),
}
