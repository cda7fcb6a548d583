import type { AddressInfo } from 'node:net'
import { fastify } from 'fastify'
import { openPool } from '../../../database/pool.ts'
import { openChatDesk, type ChatDesk } from '../../../modules/chat/testing/chat-desk.ts'
import type { ShownChat } from '../../../modules/chats/index.ts'
import { createEventFeed } from '../../../modules/events/index.ts'
import { encodeId } from '../../../platform/ids.ts'
import type { Installation } from '../../../platform/installation.ts'
import type { SocketOptions } from '../../testing/test-socket.ts'
import { type ChatHub, createChatHub } from '../chat-hub.ts'
import { type ChatSocket, openChatSocket } from './chat-socket.ts'

export const ownOrigin = 'https://desk.example'
/** Quick enough that a test may wait for each of them. */
const timing = { recheckMs: 100, authenticateMs: 150, keepMs: 100 }

/** One process with sockets. */
export interface ChatNode {
  readonly hub: ChatHub
  address(chat: Pick<ShownChat, 'id'>, query?: string): string
  /** Opens the socket of a chat with its token, unless told otherwise. */
  open(chat: ShownChat & { token?: string }, query?: string, more?: SocketOptions): Promise<ChatSocket>
  close(): Promise<void>
}

/** Two processes of one installation, at a desk that chats. */
export interface ChatNodes {
  readonly desk: ChatDesk
  readonly here: ChatNode
  readonly elsewhere: ChatNode
  close(): Promise<void>
}

export async function openChatNodes(): Promise<ChatNodes> {
  const desk = await openChatDesk()
  const [here, elsewhere] = await Promise.all([openNode(desk, desk.home.here), openNode(desk, desk.home.elsewhere)])
  return {
    desk,
    here,
    elsewhere,
    close: async () => {
      await Promise.all([here.close(), elsewhere.close()])
      await desk.close()
    },
  }
}

const log = { warn: () => undefined }

async function openNode(desk: ChatDesk, installation: Installation): Promise<ChatNode> {
  const relay = openPool({ url: desk.home.relayUrl, size: 3, name: 'relay', onConnectionLost: () => undefined })
  const feed = createEventFeed({ relay, memory: installation.memory, pollMs: 50, log })
  const hub = createChatHub({ installation, feed, log, timing, isOwnOrigin: (origin) => origin === ownOrigin })
  const app = fastify()
  hub.attach(app.server)
  await feed.start()
  await app.listen({ host: '127.0.0.1', port: 0 })
  const port = (app.server.address() as AddressInfo).port
  const address = ({ id }: Pick<ShownChat, 'id'>, query = '') =>
    `ws://127.0.0.1:${port}/v1/chat/sessions/${encodeId('chat', id)}/stream${query}`
  return {
    hub,
    address,
    open: (chat, query = '', more = { protocols: ['switchyard.v1', `bearer.${chat.token}`] }) =>
      openChatSocket(address(chat, query), more),
    close: async () => {
      await hub.drain()
      await app.close()
      await feed.stop()
      await relay.end()
    },
  }
}
