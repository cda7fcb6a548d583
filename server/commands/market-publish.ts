import { chooseWorkspace } from './choose-workspace.ts'
import type { Command } from './command.ts'
import { readVersion } from './market-document.ts'
import { publishMarketFile } from './publish-market-file.ts'
import { withCore } from './with-core.ts'

const unsaid = 'Say with --expect which version it is to follow, as switchyard market plan shows it.'

export const command: Command = {
  usage: 'FILE --expect VERSION --workspace SLUG',
  help: `
Puts a market file in force over the version that was planned against: switchyard market plan says which. Refused when
somebody has published meanwhile; 0 stands for a market of which none is in force yet.
`,
  options: { workspace: 'value', expect: 'value' },
  words: [1, 1],
  run: (given, terminal) =>
    withCore(given.settings, terminal, async ({ core }) => {
      const expected = readVersion(given.text('expect'), unsaid)
      const context = await chooseWorkspace(core, given.text('workspace'))
      await publishMarketFile(context, terminal, { file: given.words[0] ?? '', expected })
      return 0
    }),
}
