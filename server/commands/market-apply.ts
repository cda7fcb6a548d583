import { chooseWorkspace } from './choose-workspace.ts'
import type { Command } from './command.ts'
import { publishMarketFile } from './publish-market-file.ts'
import { withCore } from './with-core.ts'

export const command: Command = {
  usage: 'FILE... --workspace SLUG',
  help: `
Brings markets to what their files say: each that differs from its version in force is checked, compared and published.
Said again it changes nothing. Stops at the first file that may not be published; those before it stay in force.
`,
  options: { workspace: 'value' },
  words: [1, 100],
  run: (given, terminal) =>
    withCore(given.settings, terminal, async ({ core }) => {
      const context = await chooseWorkspace(core, given.text('workspace'))
      for (const file of given.words) await publishMarketFile(context, terminal, { file, expected: null })
      return 0
    }),
}
