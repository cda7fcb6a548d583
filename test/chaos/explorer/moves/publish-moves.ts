import { appendEvents } from '../../../../server/modules/events/index.ts'
import { drawTerms, publishTerms, publishedVersion } from '../explored-workflow.ts'
import type { Move } from './move.ts'

/**
 * A workflow with other terms is put in force while work is under way: as `publishWorkflow` does it, once nobody holds
 * the one before, with the event by which routers learn of it. No key leaves, so no row has to follow.
 */
export const publish: Move = async (world) => {
  const terms = drawTerms(world.random)
  await world.call('publish', '', (context) =>
    context.transaction(async (tx) => {
      await world.ground.lockWorkflow(tx)
      const version = publishedVersion() + 1
      const { id } = context.workspace
      const subject = { kind: 'workspace', id, seq: version } as const
      await appendEvents(tx, context, [{ type: 'workflow.published', subject, ticketId: null, data: { version } }])
      tx.afterCommit(() => publishTerms(terms))
    }),
  )
}
