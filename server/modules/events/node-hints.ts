import type pg from 'pg'
import { newId } from '../../platform/ids.ts'
import type { Log } from '../../platform/log.ts'
import { listenForHints, sendHint } from './feed-view.ts'
import type { NodeWord } from './node-words.ts'

/** Hints between the processes of an installation. Losing some costs latency only: readers also poll. */
export interface NodeHints {
  /** Tells the others soon; many calls become one message. */
  send(): void
  /** Takes a word to the others with the next hint. */
  say(word: NodeWord): void
  stop(): void
}

/** A notifying commit takes a lock of the whole server, so at most one in this time (reliability.md 3.1). */
const gatherMs = 20
const reconnectMs = 1_000
const wordsTogether = 500
/** PostgreSQL takes payloads of less than 8,000 bytes. */
const payloadLength = 1_900

/** Listens on a connection of its own, which it takes out of the relay's pool and replaces when it is lost. */
export function openNodeHints(options: {
  relay: pg.Pool
  log: Pick<Log, 'warn'>
  onHint: () => void
  onWord: (word: NodeWord) => void
}): NodeHints {
  const nodeId = newId()
  let client: pg.PoolClient | null = null
  let isStopped = false
  let gathering: NodeJS.Timeout | null = null
  let words: NodeWord[] = []
  let reconnecting: NodeJS.Timeout | null = null

  async function connect(): Promise<void> {
    const fresh = await options.relay.connect()
    if (isStopped) return fresh.release(true)
    fresh.on('notification', (message) => {
      const [sender, spoken] = readPayload(message.payload ?? '')
      if (sender === nodeId) return
      for (const word of spoken) options.onWord(word)
      options.onHint()
    })
    fresh.on('error', lose)
    fresh.on('end', lose)
    client = fresh
    await listenForHints(fresh)
    // What was committed while nobody listened.
    options.onHint()
  }

  function lose(reason?: unknown): void {
    if (client !== null) {
      client.off('error', lose)
      client.off('end', lose)
      // The connection may still fail after it has been given up.
      client.on('error', () => undefined)
      client.release(true)
      client = null
    }
    if (isStopped || reconnecting !== null) return
    const error = reason instanceof Error ? reason : new Error('The connection was closed.')
    options.log.warn('database.lost', { pool: 'event hints', error })
    reconnecting = setTimeout(() => {
      reconnecting = null
      connect().catch(lose)
    }, reconnectMs)
  }

  function send(): void {
    gathering ??= setTimeout(() => {
      gathering = null
      const spoken = words
      words = []
      if (client === null) return
      for (const payload of payloadsOf(nodeId, spoken)) sendHint(client, payload).catch(lose)
    }, gatherMs)
  }

  connect().catch(lose)
  return {
    send,
    say: (word) => {
      // A crowd that types says nothing any more, rather than holding up what is committed.
      if (words.length < wordsTogether) words.push(word)
      send()
    },
    stop: () => {
      isStopped = true
      if (gathering !== null) clearTimeout(gathering)
      if (reconnecting !== null) clearTimeout(reconnecting)
      lose()
    },
  }
}

/** A sender and its words as few payloads; without words the sender alone, which is a hint all the same. */
function payloadsOf(nodeId: string, words: readonly NodeWord[]): string[] {
  const payloads = [nodeId]
  for (const { topic, text } of words) {
    const word = `\n${JSON.stringify([topic, text])}`
    const last = payloads.at(-1) ?? nodeId
    if (last.length + word.length <= payloadLength || last === nodeId) payloads[payloads.length - 1] = last + word
    else payloads.push(nodeId + word)
  }
  return payloads
}

function readPayload(payload: string): [sender: string, words: NodeWord[]] {
  const [sender = '', ...lines] = payload.split('\n')
  const words = lines.map((line): NodeWord => {
    const [topic = '', text = ''] = JSON.parse(line) as string[]
    return { topic, text }
  })
  return [sender, words]
}
