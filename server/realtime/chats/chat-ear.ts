import { readInChat, sayInChat, typeInChat } from '../../modules/chat/index.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { decodeId } from '../../platform/ids.ts'
import { closeCodes, type Connection } from '../connection.ts'
import type { FrameError } from '../frames.ts'
import type { Visitor } from '../visitor.ts'
import { type ChatClientFrame, chatFrames, readChatFrame } from './chat-frames.ts'

/** Does what those in a chat say over their sockets, of each in the order it came. */
export interface ChatEar {
  hear(connection: Connection, chatId: string, text: string | null): void
  /** Settles when everything heard is done. */
  settled(): Promise<void>
}

/** Frames of one socket that may wait to be done; who sends faster than they are is stopped. */
const waitingAtMost = 50

export function createChatEar(options: {
  readonly contextOf: (visitor: Visitor) => Context
  readonly onTrouble: (error: unknown) => void
}): ChatEar {
  const doing = new Map<Connection, { last: Promise<void>; waiting: number }>()

  function hear(connection: Connection, chatId: string, text: string | null): void {
    connection.lastSeenAt = performance.now()
    const work = doing.get(connection) ?? { last: Promise.resolve(), waiting: 0 }
    if (!connection.countFrame() || work.waiting >= waitingAtMost) {
      connection.fail('too_many_frames')
      return connection.close(closeCodes.refused, 'too_many_frames')
    }
    const frame = readChatFrame(text, (file) => decodeId('file', file))
    if (typeof frame === 'string') return connection.fail(frame)
    work.waiting += 1
    work.last = work.last
      .then(() => act(connection, chatId, frame))
      .finally(() => {
        work.waiting -= 1
        if (work.waiting === 0) doing.delete(connection)
      })
    doing.set(connection, work)
  }

  async function act(connection: Connection, chatId: string, frame: ChatClientFrame): Promise<void> {
    const context = options.contextOf(connection.visitor)
    try {
      if (frame.type === 'typing') await typeInChat(context, { chatId })
      else if (frame.type === 'read') await readInChat(context, { chatId, seq: frame.seq })
      else if (frame.type === 'message') await say(connection, context, { ...frame, chatId })
    } catch (error) {
      const clientId = frame.type === 'message' ? frame.clientId : ''
      connection.sendText(chatFrames.error(codeOf(error), context.requestId, clientId))
      if (!(error instanceof AppError)) options.onTrouble(error)
    }
  }

  async function say(
    connection: Connection,
    context: Context,
    { chatId, clientId, body, fileIds }: Extract<ChatClientFrame, { type: 'message' }> & { chatId: string },
  ): Promise<void> {
    const said = await sayInChat(context, { chatId, body, clientId, fileIds })
    if (said === null) throw new AppError('not_found', 'There is no such chat.')
    connection.sendText(chatFrames.ack(clientId, said.message.seq))
  }

  return { hear, settled: async () => void (await Promise.all([...doing.values()].map(({ last }) => last))) }
}

function codeOf(error: unknown): FrameError {
  if (!(error instanceof AppError)) return 'unavailable'
  if (error.code === 'conflict') return error.details['status'] === 'closed' ? 'chat_over' : 'conflict'
  if (error.code === 'invalid') return 'invalid_message'
  return error.code === 'forbidden' || error.code === 'not_found' ? 'not_allowed' : 'unavailable'
}
