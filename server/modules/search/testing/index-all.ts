import type { TestInstallation } from '../../access/testing/test-installation-store.ts'
import type { Context } from '../../../platform/context.ts'
import { indexEvents } from '../index.ts'

/** Brings the documents of a workspace up to what has happened, as the job does; gives how many were built. */
export async function indexAll(home: Pick<TestInstallation, 'query'>, context: Context): Promise<number> {
  const [row] = await home.query<{ seq: number }>('select max(seq)::int as seq from events')
  let documents = 0
  for (;;) {
    const step = await indexEvents(context, { upTo: row?.seq ?? 0 })
    documents += step.documents
    if (!step.hasMore) return documents
  }
}
