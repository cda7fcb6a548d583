import type { Context } from '../../platform/context.ts'
import { requirePermission } from '../access/index.ts'
import { findChat, noteCustomers } from '../chats/index.ts'
import { armTimers, armTimer, type ClaimedTimer, takeTimer } from '../timers/index.ts'
import { closeChat } from './close-chat.ts'

/** How long a customer whose page is gone may take to come back before its chat is closed. */
export const customerGraceMs = 3 * 60_000

/** Notes that the pages of these chats' customers are there; they are looked for again when the grace is over. */
export async function keepCustomers(
  context: Context,
  input: { chatIds: readonly string[]; isNew: boolean },
): Promise<void> {
  requirePermission(context, 'chat:write')
  if (input.chatIds.length === 0) return
  const at = context.now()
  // oxlint-disable-next-line switchyard/verb -- a sign of life; that somebody is still there is no fact of the log
  await context.transaction(async (tx) => {
    await noteCustomers(tx, context.workspace.id, { chatIds: input.chatIds, at })
    const timers = { kind: 'chat.gone', subjectIds: input.chatIds, dueAt: at + customerGraceMs } as const
    if (input.isNew) await armTimers(tx, context.workspace.id, timers)
  })
}

/**
 * Closes a chat whose customer has shown no sign of life for as long as the grace, or looks again when that is over.
 * False when the timer was moved or taken over meanwhile.
 */
export async function fireChatTimer(context: Context, timer: ClaimedTimer): Promise<boolean> {
  requirePermission(context, 'chat:write')
  const chatId = timer.subjectId
  // oxlint-disable-next-line switchyard/verb -- closeChat records the end, in this transaction
  return context.transaction(async (tx) => {
    const workspaceId = context.workspace.id
    const chat = await findChat(tx, workspaceId, chatId)
    if (!(await takeTimer(tx, workspaceId, timer))) return false
    if (chat === null || chat.endedAt !== null || chat.customerSeenAt === null) return true
    const dueAt = chat.customerSeenAt + customerGraceMs
    if (dueAt > context.now()) await armTimer(tx, workspaceId, { kind: 'chat.gone', subjectId: chatId, dueAt })
    else await closeChat(context.within(tx), { chatId, by: 'customer', reason: 'customer_gone' })
    return true
  })
}
