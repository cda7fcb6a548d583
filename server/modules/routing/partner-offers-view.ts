import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { OfferState } from './task.ts'

/** How the latest offer of a task to an agent of a partner stands; null = there was none. */
export async function findLastOfferState(
  tx: Tx,
  workspaceId: string,
  { taskId, partner }: { taskId: string; partner: string },
): Promise<OfferState | null> {
  const row = await tx.first(sql<{ state: OfferState }>`
    select offer.state
    from offers as offer
    join agents as agent on agent.workspace_id = offer.workspace_id and agent.id = offer.agent_id
    join partners as partner on partner.workspace_id = agent.workspace_id and partner.id = agent.partner_id
    where offer.workspace_id = ${workspaceId} and offer.task_id = ${taskId} and partner.slug = ${partner}
    order by offer.created_at desc, offer.id desc
    limit 1`)
  return row?.state ?? null
}
