import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { Chat, ChatEnder, ChatEndReason } from './chat.ts'
import { chatColumns } from './chat-view.ts'

export interface NewChat {
  readonly id: string
  readonly ticketId: string
  readonly taskId: string
  readonly channel: string
  readonly origin: string | null
  readonly at: number
}

/** Begins the chat of a ticket that this transaction holds. */
export async function insertChat(tx: Tx, workspaceId: string, chat: NewChat): Promise<void> {
  await tx.count(sql`
    insert into chat_sessions (workspace_id, id, ticket_id, task_id, channel, origin, started_at)
    values (${workspaceId}, ${chat.id}, ${chat.ticketId}, ${chat.taskId}, ${chat.channel},
      ${chat.origin}, ${new Date(chat.at)})`)
}

/** Notes that somebody took the chat of a task while it lived; the first time stays. */
export async function answerChat(tx: Tx, workspaceId: string, answer: { taskId: string; at: number }): Promise<void> {
  await tx.count(sql`
    update chat_sessions as chat
    set answered_at = coalesce(chat.answered_at, ${new Date(answer.at)})
    where chat.workspace_id = ${workspaceId} and chat.task_id = ${answer.taskId} and chat.ended_at is null`)
}

export interface ChatEnd {
  readonly taskId: string
  readonly at: number
  readonly by: ChatEnder
  readonly reason: ChatEndReason
}

/** Ends the chat of a task, once: null when it has ended already, or the task has none. */
export function endChat(tx: Tx, workspaceId: string, end: ChatEnd): Promise<Chat | null> {
  return tx.first(sql<Chat>`
    update chat_sessions as chat
    set ended_at = ${new Date(end.at)}, ended_by = ${end.by}, end_reason = ${end.reason}
    where chat.workspace_id = ${workspaceId} and chat.task_id = ${end.taskId} and chat.ended_at is null
    returning ${chatColumns}`)
}

/** Keeps how a chat was for its customer; the last word stands. */
export async function saveRating(
  tx: Tx,
  workspaceId: string,
  rating: { chatId: string; score: number; comment: string | null; at: number },
): Promise<void> {
  await tx.count(sql`
    update chat_sessions as chat
    set rating = ${rating.score}, rating_comment = ${rating.comment}, rated_at = ${new Date(rating.at)}
    where chat.workspace_id = ${workspaceId} and chat.id = ${rating.chatId}`)
}
