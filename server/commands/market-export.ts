import { writeFile } from 'node:fs/promises'
import { getMarket, listMarkets } from '../modules/markets/index.ts'
import { AppError } from '../platform/errors.ts'
import { chooseWorkspace } from './choose-workspace.ts'
import type { Command } from './command.ts'
import { withCore } from './with-core.ts'

export const command: Command = {
  usage: 'MARKET [FILE] --workspace SLUG',
  help: 'Writes the document of a market in force, as it was written, to the file or to standard output.',
  options: { workspace: 'value' },
  words: [1, 2],
  run: (given, terminal) =>
    withCore(given.settings, terminal, async ({ core }) => {
      const context = await chooseWorkspace(core, given.text('workspace'))
      const [slug = '', file] = given.words
      const market = await getMarket(context, { slug })
      if (market === null) {
        const known = (await listMarkets(context)).map((one) => one.slug).join(', ')
        throw new AppError('not_found', `There is no market "${slug}" in force; there is: ${known || 'none'}.`)
      }
      if (file === undefined) terminal.out(market.document.trimEnd())
      else await writeFile(file, market.document)
      terminal.tell(`Version ${market.version} of ${slug}.`)
      return 0
    }),
}
