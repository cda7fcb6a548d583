import { checkMarket } from '../core/market/index.ts'
import type { Command } from './command.ts'
import { readMarketFile, tellCheck } from './market-document.ts'

export const command: Command = {
  usage: 'FILE',
  help: `
Checks a market file and runs the tests in it; needs no database.
Prints FILE:line:column, the severity, the code and what is wrong. The exit code is 1 when it may not be published.
`,
  options: { workspace: 'value' },
  words: [1, 1],
  run: async (given, terminal) => {
    const file = given.words[0] ?? ''
    return tellCheck({ file, check: checkMarket(await readMarketFile(file)) }, terminal) ? 0 : 1
  },
}
