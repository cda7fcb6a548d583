import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import fc from 'fast-check'
import { WebSocket } from 'ws'
import { type ChatPlace, openChatPlace, type PlacedChat } from './chat-place.ts'
import { startTalker } from './talker.ts'

export interface ChatFuzzReport {
  readonly frames: number
  /** Of those, to sockets of desks. */
  readonly deskFrames: number
  readonly sockets: number
  /** Of the answers: every code of the closed list that came, with how often. */
  readonly codes: Readonly<Record<string, number>>
  readonly closes: Readonly<Record<string, number>>
  /** Answers that are none of ours, what another chat heard, a server that ended: each ends the run. */
  readonly faults: readonly string[]
}

const codes = new Set(
  'malformed_frame unknown_frame invalid_message chat_over conflict not_allowed too_many_frames unavailable unauthenticated'.split(
    ' ',
  ),
)
const framesOfSocket = 200
const socketsAtOnce = 8
const types =
  'message typing read heartbeat authenticate watch look hello ack state error event resync constructor __proto__ prototype toString hasOwnProperty Event::Base ApplicationController ActiveRecord::Base java.lang.Runtime ../../etc/passwd MESSAGE'
    .split(' ')
    .concat('message\u0000', '', ' message')

/** What somebody of ill will sends: text, bytes, or bytes that claim to be text. */
type Sent =
  | { readonly how: 'text'; readonly text: string }
  | { readonly how: 'binary' | 'broken text' | 'fragments'; readonly bytes: Uint8Array }

const anything = fc.anything({ maxDepth: 3, withNullPrototype: false, withBigInt: false })
const member = fc.oneof(
  anything,
  fc.constantFrom<unknown>(-1, 2 ** 31, 1.5, 'chat_x', { $ne: 1 }, [], null, '\u0000', '\ud800'),
)
const object = fc.record(
  {
    type: fc.oneof(
      // Often enough that a short run meets what reads the members, too.
      { weight: 2, arbitrary: fc.constantFrom('message', 'typing', 'read', 'watch', 'look') },
      { weight: 2, arbitrary: fc.constantFrom(...types) },
      { weight: 1, arbitrary: anything },
    ),
    clientId: member,
    body: member,
    attachments: member,
    seq: member,
    chats: member,
    ticket: member,
    writing: member,
    token: member,
  },
  { requiredKeys: [] },
)
const text = fc.oneof(
  object.map(jsonOf),
  fc.string({ maxLength: 200 }),
  fc.json(),
  object.map((value) => jsonOf(value).slice(0, -1)),
  fc.constantFrom(
    '{"__proto__":{"type":"message"}}',
    '[[[[[[[[]]]]]]]]',
    '{"type":"message","type":"typing"}',
    '\u0000',
    '{}',
  ),
  fc.integer({ min: 100, max: 20_000 }).map((depth) => '['.repeat(depth)),
)
const bytes = fc.uint8Array({ maxLength: 300 })
const sent: fc.Arbitrary<Sent> = fc.oneof(
  { weight: 12, arbitrary: text.map((one): Sent => ({ how: 'text', text: one })) },
  { weight: 3, arbitrary: bytes.map((one): Sent => ({ how: 'binary', bytes: one })) },
  { weight: 2, arbitrary: bytes.map((one): Sent => ({ how: 'fragments', bytes: one })) },
  { weight: 1, arbitrary: bytes.map((one): Sent => ({ how: 'broken text', bytes: one })) },
)

/** A kind of socket: where it is, who comes, and what it may say. */
interface Door {
  readonly url: string
  readonly token: string
  readonly known: ReadonlySet<string>
  /** The one chat it speaks of; null = all that its owner may see. */
  readonly chatId: string | null
}

const known = {
  chat: new Set(['hello', 'state', 'position', 'message', 'typing', 'read', 'ack', 'error']),
  desk: new Set(['hello', 'event', 'resync', 'stir', 'chat', 'viewers', 'draft', 'beat', 'error']),
}

/** The customer's own socket of a chat, and the one of a desk, which hears of everything. */
function doorsOf(chat: PlacedChat): readonly [Door, Door] {
  return [
    { url: chat.url, token: chat.customer, known: known.chat, chatId: chat.id },
    { url: new URL('/v1/realtime', chat.url).href, token: chat.desk, known: known.desk, chatId: null },
  ]
}

/**
 * Sends frames that no page would to sockets of chats and of desks in turn (reliability.md S4): every answer is of the
 * closed list, and of that chat where it is one's; another chat hears nothing, and the server goes on.
 */
export async function fuzzChats(place: ChatPlace, run: { frames: number; seed: number }): Promise<ChatFuzzReport> {
  const chats = await place.openChats(socketsAtOnce + 1)
  const [bystander, ...victims] = chats
  if (bystander === undefined) throw new Error('No chat was opened.')
  const quiet = startTalker({ ...bystander, token: bystander.customer })
  const report = { frames: 0, deskFrames: 0, sockets: 0, codes: {}, closes: {}, faults: [] as string[] }
  const { pid } = place.service()
  const worker = async (chat: PlacedChat, lane: number) => {
    for (let turn = 0; report.frames < run.frames && report.faults.length === 0; turn++) {
      const frames = fc.sample(sent, {
        numRuns: framesOfSocket,
        seed: run.seed * 1_000_003 + turn * socketsAtOnce + lane,
      })
      const [own, desk] = doorsOf(chat)
      const isDesk = (turn + lane) % 2 === 1
      const given = await fuzzSocket(isDesk ? desk : own, frames, report)
      if (isDesk) report.deskFrames += given
    }
  }
  await Promise.all(victims.map(worker))
  quiet.say('still here')
  for (let waited = 0; waited < 30_000 && (quiet.unacked() > 0 || quiet.heard.length === 0); waited += 20)
    await pause(20)
  if (quiet.unacked() > 0) report.faults.push('nobody answers any more')
  if (quiet.heard.length !== 1) report.faults.push(`another chat heard ${JSON.stringify(quiet.heard)}`)
  report.faults.push(...quiet.faults)
  quiet.end()
  if (place.service().pid !== pid || place.service().child.exitCode !== null) report.faults.push('the server ended')
  return report
}

interface Counting {
  frames: number
  sockets: number
  readonly codes: Record<string, number>
  readonly closes: Record<string, number>
  readonly faults: string[]
}

/** Sends frames over one socket until it is closed or all are sent, and judges what comes back; gives how many. */
async function fuzzSocket(door: Door, frames: readonly Sent[], report: Counting): Promise<number> {
  const headers = { authorization: `Bearer ${door.token}` }
  const socket = new WebSocket(door.url, ['switchyard.v1'], { perMessageDeflate: false, headers })
  const closed = new Promise<number>((resolve) => socket.on('close', resolve))
  socket.on('error', () => {})
  socket.on('message', (data: Buffer) => judge(data.toString('utf8'), door, report))
  const isOpen = await Promise.race([new Promise<true>((resolve) => socket.once('open', () => resolve(true))), closed])
  if (isOpen !== true) {
    await pause(200)
    return 0
  }
  report.sockets++
  let given = 0
  for (const frame of frames) {
    if (socket.readyState !== socket.OPEN) break
    await give(socket, frame)
    report.frames++
    given++
  }
  // Answers to what was sent last.
  await Promise.race([pause(50), closed])
  socket.close()
  const code = await Promise.race([closed, pause(2_000)])
  socket.terminate()
  const name = String(code ?? 'cut')
  report.closes[name] = (report.closes[name] ?? 0) + 1
  return given
}

function give(socket: WebSocket, frame: Sent): Promise<void> {
  return new Promise((resolve) => {
    const done = () => resolve()
    if (frame.how === 'text') socket.send(frame.text, done)
    else if (frame.how === 'fragments') {
      for (const byte of frame.bytes) socket.send(String.fromCodePoint(byte % 128), { fin: false })
      socket.send('', { fin: true }, done)
    } else socket.send(frame.bytes, { binary: frame.how === 'binary' }, done)
  })
}

function judge(text: string, door: Door, report: Counting): void {
  const frame = JSON.parse(text) as Record<string, unknown>
  const type = String(frame['type'])
  if (!door.known.has(type)) report.faults.push(`unknown answer ${text}`)
  const chatId = frame['chatId'] ?? (frame['message'] as { chatId?: string } | undefined)?.chatId
  if (door.chatId !== null && chatId !== undefined && chatId !== door.chatId)
    report.faults.push(`of another chat: ${text}`)
  if (type !== 'error') return
  const { code, requestId: _requestId, clientId: _clientId, type: _type, ...more } = frame
  if (!codes.has(String(code)) || Object.keys(more).length > 0) report.faults.push(`no answer of ours: ${text}`)
  report.codes[String(code)] = (report.codes[String(code)] ?? 0) + 1
}

/** As text; what JSON has no word for is left out. */
function jsonOf(value: unknown): string {
  return JSON.stringify(value) ?? 'undefined'
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { frames: { type: 'string', default: '100000' }, seed: { type: 'string', default: '1' } },
  })
  const place = await openChatPlace()
  const report = await fuzzChats(place, { frames: Number(values.frames), seed: Number(values.seed) })
  await place.close()
  console.log(JSON.stringify(report, null, 2))
  process.exit(report.faults.length === 0 && report.frames >= Number(values.frames) ? 0 : 1)
}
