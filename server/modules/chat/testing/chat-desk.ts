import type { Context } from '../../../platform/context.ts'
import { assignTicket } from '../../handling/index.ts'
import { type Desk, openDesk } from '../../handling/testing/desk.ts'
import type { Agent } from '../../agents/index.ts'
import { principalWith } from '../../access/testing/test-installation-store.ts'
import type { ShownChat } from '../../chats/index.ts'
import { type ChatRequest, createChat, sayInChat } from '../index.ts'

/** A chat as it was opened. */
export interface TestChat extends ShownChat {
  readonly token: string
}

/** A desk that chats, with short ways to what became of them. */
export interface ChatDesk extends Desk {
  chat(more?: Partial<ChatRequest>): Promise<TestChat>
  /** A chat in the hands of a new agent. */
  answeredChat(more?: Partial<ChatRequest>): Promise<{ chat: TestChat; agent: Agent }>
  /** A call with the token of the chat's customer. */
  asCustomer(chat: ShownChat): Context
  say(context: Context, chat: ShownChat, body: string, clientId?: string | null): ReturnType<typeof sayInChat>
  typesOf(chat: ShownChat): Promise<string[]>
}

/** `workflow` changes the example's text. */
export async function openChatDesk(workflow?: (text: string) => string): Promise<ChatDesk> {
  const desk = await openDesk(workflow)
  const chat = async (more: Partial<ChatRequest> = {}): Promise<TestChat> => {
    const about =
      more.ticketId === undefined
        ? { customerId: 'visitor-1', serviceLine: 'game-support', language: 'en', issueSummary: 'Cannot sign in' }
        : {}
    const opened = await createChat(desk.context, { request: { ...about, ...more }, hasKey: false })
    return { ...opened.chat, token: opened.token }
  }
  return {
    ...desk,
    chat,
    answeredChat: async (more) => {
      const made = await chat(more)
      const agent = await desk.addAgent()
      await assignTicket(desk.context, { ticketId: made.ticketId, agentId: agent.id, expectedVersion: null })
      return { chat: made, agent }
    },
    asCustomer: ({ id: chatId, customer: { id } }) =>
      desk.home.contextOf(principalWith(['chat:read', 'chat:write'], { kind: 'customer', id, chatId })),
    say: (context, { id: chatId }, body, clientId = null) => sayInChat(context, { chatId, body, clientId }),
    typesOf: async ({ ticketId }) => {
      const rows = await desk.home.query<{ type: string }>(
        'select type from events where ticket_id = $1 order by subject_seq',
        [ticketId],
      )
      return rows.map((row) => row.type)
    },
  }
}
