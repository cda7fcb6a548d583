import { appendEvents } from '../../../server/modules/events/index.ts'
import { insertTask, lockOpenTask } from '../../../server/modules/routing/index.ts'
import { lockTickets, takeTicketSeq } from '../../../server/modules/tickets/index.ts'
import type { Context } from '../../../server/platform/context.ts'
import { encodeId, newId } from '../../../server/platform/ids.ts'

/** A ticket without open work gets a task, as reopening one does. */
export async function enterTask(context: Context, ticketId: string): Promise<void> {
  const at = context.now()
  await context.transaction(async (tx) => {
    const workspaceId = context.workspace.id
    await lockTickets(tx, workspaceId, [ticketId])
    if ((await lockOpenTask(tx, workspaceId, { ticketId })) !== null) return
    const id = newId()
    const place = { kind: 'ticket', queue: 'frontline', priority: 'normal' } as const
    await insertTask(tx, workspaceId, {
      id,
      ticketId,
      caseId: null,
      ...place,
      channel: 'email',
      requirements: { skills: {}, languages: ['en'], rules: [] },
      state: 'waiting',
      agentId: null,
      enteredAt: at,
      exclusions: {},
      parkedAt: null,
      wrapupUntil: null,
      disposition: null,
      preferredAgentId: null,
      preferredUntil: null,
      preferredAs: null,
      overflowed: [],
      partner: null,
      version: 1,
      createdAt: at,
      endedAt: null,
    })
    const next = await takeTicketSeq(tx, workspaceId, new Map([[ticketId, 1]]))
    const subject = { kind: 'ticket', id: ticketId, seq: next.get(ticketId) ?? 0 } as const
    const data = { taskId: encodeId('task', id), ...place, taskVersion: 1 }
    await appendEvents(tx, context, [{ type: 'task.queued', subject, ticketId, data }])
  })
}
