import { Type } from 'typebox'
import { data, id, slug } from './event-data.ts'

/** What is told of orders and of their support sessions. */
export const orderEvents = {
  'order.saved': data({ status: slug }),
  /** Of all ratings of the order together. */
  'order.rated': data({ average: slug, count: Type.Integer() }),
  /** An order's support session, told on the ticket behind it. */
  'support.opened': data({ orderId: id, chatId: id, taskId: id }),
  'support.updated': data({ orderId: id, changed: Type.Array(slug) }),
  /** Its state was sent to whoever asked for it by a message. */
  'support.answered': data({ orderId: id }),
  'support.closed': data({ orderId: id, reason: slug }),
  'support.rated': data({ orderId: id, average: slug, count: Type.Integer() }),
} as const
