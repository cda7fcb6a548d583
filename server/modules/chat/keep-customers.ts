import { standardAbsenceMs, type WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context } from '../../platform/context.ts'
import { requirePermission } from '../access/index.ts'
import { findChat, noteCustomers } from '../chats/index.ts'
import { armTimers, armTimer, type ClaimedTimer, takeTimer } from '../timers/index.ts'
import { currentWorkflow } from '../workflow/index.ts'
import { closeChat } from './close-chat.ts'

/** How long the customer of a chat of this channel may show no sign of life before it is closed. */
function absenceOf({ channels }: WorkflowSnapshot, channel: string): number {
  return channels.get(channel)?.absenceMs ?? standardAbsenceMs
}

/** Notes that the customers of these chats are there; they are looked for again when the absence of their channel is over. */
export async function keepCustomers(
  context: Context,
  input: { chatIds: readonly string[]; isNew: boolean },
): Promise<void> {
  requirePermission(context, 'chat:write')
  if (input.chatIds.length === 0) return
  const at = context.now()
  const workflow = await currentWorkflow(context)
  // oxlint-disable-next-line switchyard/verb -- a sign of life; that somebody is still there is no fact of the log
  await context.transaction(async (tx) => {
    await noteCustomers(tx, context.workspace.id, { chatIds: input.chatIds, at })
    if (!input.isNew) return
    const soonest = Math.min(...[...workflow.channels.keys()].map((slug) => absenceOf(workflow, slug)))
    await armTimers(tx, context.workspace.id, { kind: 'chat.gone', subjectIds: input.chatIds, dueAt: at + soonest })
  })
}

/**
 * Closes a chat whose customer has shown no sign of life for as long as its channel allows, or looks again when that is over.
 * False when the timer was moved or taken over meanwhile.
 */
export async function fireChatTimer(context: Context, timer: ClaimedTimer): Promise<boolean> {
  requirePermission(context, 'chat:write')
  const chatId = timer.subjectId
  const workflow = await currentWorkflow(context)
  // oxlint-disable-next-line switchyard/verb -- closeChat records the end, in this transaction
  return context.transaction(async (tx) => {
    const workspaceId = context.workspace.id
    const chat = await findChat(tx, workspaceId, chatId)
    if (!(await takeTimer(tx, workspaceId, timer))) return false
    if (chat === null || chat.endedAt !== null || chat.customerSeenAt === null) return true
    const dueAt = chat.customerSeenAt + absenceOf(workflow, chat.channel)
    if (dueAt > context.now()) await armTimer(tx, workspaceId, { kind: 'chat.gone', subjectId: chatId, dueAt })
    else await closeChat(context.within(tx), { chatId, by: 'customer', reason: 'customer_gone' })
    return true
  })
}
