import type { Permission } from '../../../server/modules/access/index.ts'
import { type AccessRow, row } from './access-row.ts'

const chatAnd = (permission: Permission) => ({ lacking: [[permission], ['chat:read']] }) as const

/** Chats, and the support of orders, which goes by chats: who may do what there. Columns as in the table of access. */
export const chatRows: Readonly<Record<string, AccessRow>> = {
  // A chat is its customer's own, by the token it was opened with, and of whoever may see its ticket.
  createChat: row('chat:write', '403 in 403 in in 403', { lacking: [['chat:write'], ['ticket:write']] }),
  listChats: row('chat:read', 'void void 403 void in in'),
  getChat: row('chat:read', '404 404 404 404 in in'),
  closeChat: row('chat:write', '404 404 404 404 in 403', chatAnd('chat:write')),
  transferChat: row('task:write', '404 404 404 403 403 403', {
    lacking: [['task:write'], ['chat:read'], ['ticket:read'], ['offer:act', 'agents:act']],
  }),
  listChatMessages: row('chat:read', '404 404 404 404 in in'),
  sayInChat: row('chat:write', '404 404 404 404 in 403', chatAnd('chat:write')),
  leaveChat: row('chat:write', '404 404 404 404 in 403', chatAnd('chat:write')),
  rateChat: row('chat:write', '404 404 404 404 in 403', chatAnd('chat:write')),
  mailChatTranscript: row('chat:write', '404 404 404 404 in 403', chatAnd('chat:write')),
  typeInChat: row('chat:write', '404 404 404 404 in 403', chatAnd('chat:write')),
  // A mark of reading is as good as reading.
  readInChat: row('chat:read', '404 404 404 404 in in'),
  // A support session is seen where its ticket is seen, by the token of its chat too.
  getSupport: row('chat:read', '404 404 404 404 in in'),
  openSupport: row('chat:write', '403 in 403 in in 403', { lacking: [['chat:write'], ['ticket:write']] }),
  updateSupport: row('chat:write', '404 404 404 404 in 403', chatAnd('chat:write')),
  closeSupport: row('chat:write', '404 404 404 404 in 403', chatAnd('chat:write')),
  getSupportAgent: row('chat:read', '404 404 404 404 in in'),
  setSupportAgent: row('ticket:assign', '404 404 403 403 in 403', {
    lacking: [['ticket:assign'], ['chat:read'], ['chat:write'], ['ticket:read']],
  }),
  removeSupportAgent: row('ticket:assign', '404 404 403 403 in 403', {
    lacking: [['ticket:assign'], ['chat:read'], ['ticket:read']],
  }),
  requestSupport: row('chat:write', '403 in 403 in in 403', {
    lacking: [['chat:write'], ['ticket:write'], ['chat:read']],
    absent: null,
  }),
  rate: row('chat:write', 'in in 403 in in 403', { absent: null }),
}
