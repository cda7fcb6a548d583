import { checkMarket } from '../core/market/index.ts'
import { planMarket, publishMarket } from '../modules/markets/index.ts'
import type { Context } from '../platform/context.ts'
import { AppError } from '../platform/errors.ts'
import type { Terminal } from './command.ts'
import { readMarketFile, tellCheck, tellPlan } from './market-document.ts'

/**
 * Puts a market file in force and says what changed. `expected` is the version that must be in force still; null = the
 * one that is. Throws `workflow_invalid`, `version_mismatch` and `conflict`.
 */
export async function publishMarketFile(
  context: Context,
  terminal: Terminal,
  { file, expected }: { file: string; expected: number | null },
): Promise<void> {
  const document = await readMarketFile(file)
  if (!tellCheck({ file, check: checkMarket(document) }, terminal))
    throw new AppError('workflow_invalid', `${file} was not put in force.`)
  const plan = await planMarket(context, { document })
  const expectedVersion = expected ?? plan.version
  const { slug, version } = await publishMarket(context, { document, expectedVersion })
  tellPlan(plan, terminal)
  if (!plan.isInForce) terminal.tell(`Version ${version} of ${slug} is in force in ${context.workspace.slug}.`)
}
