import { addUpPromises, type VerdictSums } from '../../core/quality/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { factQuestion, type ReportAsked } from './report-view.ts'
import { withFacts } from './ticket-facts.ts'

/**
 * What became of the promises about the tickets created in a time, and what `read` finds in the same moment, knowing the
 * numbers of the `most` tickets with the promises broken the longest. Takes what `askForReport` gave.
 */
export async function readPromises<Rows>(
  context: Context,
  asked: ReportAsked,
  { now, most, read }: { now: number; most: number; read: (tx: Tx, latest: readonly number[]) => Promise<Rows> },
): Promise<{ verdicts: readonly VerdictSums[]; rows: Rows }> {
  const { sums, rows } = await withFacts(context, asked, {
    addUp: ({ created }) => addUpPromises(created, factQuestion(asked), { now, most }),
    read: async (tx, adding) => read(tx, (await adding).latest),
  })
  return { verdicts: sums.verdicts, rows }
}
