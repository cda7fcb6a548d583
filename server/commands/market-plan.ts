import { planMarket } from '../modules/markets/index.ts'
import { chooseWorkspace } from './choose-workspace.ts'
import type { Command } from './command.ts'
import { readMarketFile, tellCheck, tellPlan } from './market-document.ts'
import { withCore } from './with-core.ts'

export const command: Command = {
  usage: 'FILE --workspace SLUG',
  help: `
Says what publishing a market file would change, field by field, and which requests of the last 30 days it would have
decided otherwise. Changes nothing. The exit code is 1 when it may not be published.
`,
  options: { workspace: 'value' },
  words: [1, 1],
  run: async (given, terminal) => {
    const file = given.words[0] ?? ''
    const document = await readMarketFile(file)
    return withCore(given.settings, terminal, async ({ core }) => {
      const plan = await planMarket(await chooseWorkspace(core, given.text('workspace')), { document })
      const isFit = tellCheck({ file, check: plan.check }, terminal)
      if (plan.slug !== null) tellPlan(plan, terminal)
      return isFit && plan.conflict === null ? 0 : 1
    })
  },
}
