import { encodeId } from '../../platform/ids.ts'
import { chatStatusOf, type ShownChat } from './chat.ts'

const time = (ms: number) => new Date(ms).toISOString()
const timeOrNull = (ms: number | null) => (ms === null ? null : time(ms))

/** The chat as the API writes it. */
export function presentChat(chat: ShownChat) {
  const { agent, customer, task, ticket, rating } = chat
  return {
    id: encodeId('chat', chat.id),
    status: chatStatusOf(chat),
    ticketId: encodeId('ticket', chat.ticketId),
    ticketNumber: ticket.number,
    taskId: encodeId('task', chat.taskId),
    channel: chat.channel,
    queue: task.queue,
    language: ticket.language,
    customer: { id: encodeId('customer', customer.id), externalId: customer.externalId, name: customer.name },
    agent: agent === null ? null : { id: encodeId('agent', agent.id), name: agent.name, kind: agent.kind },
    messages: chat.messageSeq,
    read: { customer: chat.customerReadSeq, agent: chat.agentReadSeq },
    redacted: [...chat.redacted],
    startedAt: time(chat.startedAt),
    answeredAt: timeOrNull(chat.answeredAt),
    endedAt: timeOrNull(chat.endedAt),
    endedBy: chat.endedBy,
    endReason: chat.endReason,
    rating: rating === null ? null : { score: rating, comment: chat.ratingComment, ratedAt: time(chat.ratedAt ?? 0) },
  }
}
