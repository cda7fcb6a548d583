import { expect, it } from 'vitest'
import { isAction } from './is-action.ts'

const post = (path: string, body: object = {}) => isAction({ method: 'POST', path, body })

it.each(['/v1/chat/sessions/chat_1/messages', '/v1/chat/sessions/chat_1/close', '/v1/tasks/task_1/transfer'])(
  'takes %s for something a person has done',
  (path) => expect(post(path)).toBe(true),
)

it.each([
  '/v1/chat/sessions/chat_1/typing',
  '/v1/chat/sessions/chat_1/read',
  '/v1/tickets/ticket_1/drafts/public',
  '/v1/realtime/passes',
  '/v1/session/link',
  '/v1/workflow/check',
])('does not take %s for it, which the console does by itself', (path) => expect(post(path)).toBe(false))

it('takes no read for it, and no preview', () => {
  expect(isAction({ method: 'GET', path: '/v1/tickets' })).toBe(false)
  expect(post('/v1/tickets/ticket_1/macros/refund', { preview: true })).toBe(false)
})
