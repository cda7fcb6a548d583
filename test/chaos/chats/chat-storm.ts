import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { Client } from 'pg'
import { cpuMsOf } from '../../../bench/machine/cpu-time.ts'
import { type ChatPlace, openChatPlace, type PlacedChat } from './chat-place.ts'
import { startTalker, type Talker } from './talker.ts'

export interface ChatStormOptions {
  readonly chats: number
  /** Of each chat, half of them the customer's. */
  readonly socketsOfChat: number
  readonly kills: number
  /** Said over the whole storm, by pages of all chats in turn. */
  readonly messages: number
  /** How long nothing is said before, to see what a socket costs that does nothing. */
  readonly idleSeconds: number
  readonly tell?: (line: string) => void
}

export interface ChatStormReport {
  readonly sockets: number
  readonly said: number
  readonly acknowledged: number
  readonly kills: number
  /** From the readiness of the new process until every page is back. */
  readonly backMs: readonly number[]
  /** CPU of the server in that time, by socket: what a busy machine does not change. */
  readonly backCpuUs: readonly number[]
  /** Acknowledged and not in the database, or not heard by a page. */
  readonly lost: readonly string[]
  /** Stored more than once, or heard again. */
  readonly doubled: readonly string[]
  /** Chats whose numbers have a hole, and everything a page heard that does not belong. */
  readonly torn: readonly string[]
  /** MiB of the server above itself without sockets, and its CPU while nobody says anything, in percent of a core. */
  readonly idle: { readonly memoryMib: number; readonly cpuPercent: number }
}

const openedTogether = 50
const patienceMs = 180_000
const saidWhileGone = 100
/** Of all pages, after a kill. */
const backWithinMs = 30_000

/** Pages talk in many chats while the service is killed by SIGKILL: each comes back, and nothing is lost or doubled. */
export async function stormChats(place: ChatPlace, options: ChatStormOptions): Promise<ChatStormReport> {
  const { tell = () => {} } = options
  const chats = await place.openChats(options.chats)
  const isIdleSeen = options.idleSeconds > 0
  if (isIdleSeen) await place.untilCalm()
  const before = memoryOf(place)
  const pages = await openPages(chats, options.socketsOfChat)
  tell(`${pages.flat().length} sockets of ${chats.length} chats are open`)
  // What the chats brought with them (documents, automations, clocks) is no work of sockets that do nothing.
  if (isIdleSeen) await place.untilCalm()
  const idle = await idleFigures(place, before, options.idleSeconds)
  const backMs: number[] = []
  const backCpuUs: number[] = []
  const cpuMs = () => cpuMsOf(place.service().pid) ?? Number.NaN
  const said: { readonly chat: number; readonly clientId: string }[] = []
  const saidBeforeKill = () => Math.floor(((backMs.length + 1) * options.messages) / (options.kills + 1))
  const talk = async () => {
    for (let number = 0; number < options.messages; number++) {
      const chat = number % chats.length
      const page = pages[chat]?.[Math.floor(number / chats.length) % options.socketsOfChat]
      const clientId = `m-${number}`
      page?.say(clientId)
      said.push({ chat, clientId })
      // Some are said while nobody is there; the rest wait until all are back.
      await until(() => number < saidBeforeKill() + saidWhileGone)
      if (number % 20 === 19) await pause(10)
    }
  }
  const killing = (async () => {
    for (let turn = 0; turn < options.kills; turn++) {
      const due = saidBeforeKill()
      await until(() => said.length >= due)
      await place.kill(turn % 3 === 2 ? 'both' : 'node')
      const [readyAt, cpuBefore] = [performance.now(), cpuMs()]
      await until(() => pages.flat().every((page) => page.isOpen()))
      backMs.push(Math.round(performance.now() - readyAt))
      backCpuUs.push(Math.round(((cpuMs() - cpuBefore) * 1000) / pages.flat().length))
      tell(`killed after ${due} messages; all back after ${backMs.at(-1)} ms`)
    }
  })()
  await Promise.all([talk(), killing])
  await until(() => pages.flat().every((page) => page.unacked() === 0))
  const stored = await readStored(await place.ownerUrl(), chats)
  const isHeard = () =>
    pages.every((own, chat) => own.every((page) => page.heard.length >= (stored.get(chat)?.length ?? 0)))
  await until(isHeard).catch(() => {})
  // What is heard twice comes after what was heard once.
  await pause(500)
  for (const page of pages.flat()) page.end()
  return { ...verdictOf({ chats, pages, said, stored }), kills: backMs.length, backMs, backCpuUs, idle }
}

async function openPages(chats: readonly PlacedChat[], socketsOfChat: number): Promise<Talker[][]> {
  const pages: Talker[][] = chats.map(() => [])
  const wanted = chats.flatMap((chat, index) =>
    Array.from({ length: socketsOfChat }, (_, place) => ({ chat, index, isDesk: place % 2 === 1 })),
  )
  for (let from = 0; from < wanted.length; from += openedTogether) {
    const some = wanted
      .slice(from, from + openedTogether)
      .map(({ chat: { id, url, customer, desk }, index, isDesk }) => {
        const page = startTalker({ id, url, token: isDesk ? desk : customer })
        pages[index]?.push(page)
        return page
      })
    await until(() => some.every((page) => page.isOpen()))
  }
  return pages
}

async function idleFigures(place: ChatPlace, before: number, seconds: number): Promise<ChatStormReport['idle']> {
  if (seconds === 0) return { memoryMib: 0, cpuPercent: 0 }
  const { pid } = place.service()
  const cpu = cpuMsOf(pid) ?? Number.NaN
  await pause(seconds * 1000)
  const used = (cpuMsOf(pid) ?? Number.NaN) - cpu
  const round = (value: number) => Math.round(value * 10) / 10
  return { memoryMib: round(memoryOf(place) - before), cpuPercent: round(used / (seconds * 10)) }
}

function memoryOf(place: ChatPlace): number {
  const [, kib = '0'] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${place.service().pid}/status`, 'utf8')) ?? []
  return Number(kib) / 1024
}

async function until(condition: () => boolean): Promise<void> {
  if (condition()) return
  const startedAt = performance.now()
  while (!condition()) {
    if (performance.now() - startedAt > patienceMs) throw new Error('What was waited for did not come.')
    await pause(10)
  }
}

/** The ids of senders of each chat's messages in the order of their numbers, past row security. */
async function readStored(ownerUrl: string, chats: readonly PlacedChat[]): Promise<Map<number, string[]>> {
  const client = new Client(ownerUrl)
  await client.connect()
  try {
    const { rows } = await client.query<{ customer: string; seqs: number[]; ids: string[]; last: number }>(
      `select customer.external_id as customer, array_agg(spoken.seq order by spoken.seq) as seqs,
         array_agg(spoken.client_id order by spoken.seq) as ids, chat.message_seq as last
       from chat_messages as spoken
       join chat_sessions as chat on chat.workspace_id = spoken.workspace_id and chat.id = spoken.chat_id
       join tickets as ticket on ticket.workspace_id = chat.workspace_id and ticket.id = chat.ticket_id
       join customers as customer on customer.workspace_id = ticket.workspace_id and customer.id = ticket.customer_id
       group by customer.external_id, chat.message_seq`,
    )
    const byCustomer = new Map(rows.map((row) => [row.customer, row]))
    return new Map(
      chats.map((_chat, index) => {
        const { seqs = [], ids = [], last = 0 } = byCustomer.get(`talker-${index}`) ?? {}
        const isWhole = last === seqs.length && seqs.every((seq, place) => seq === place + 1)
        return [index, isWhole ? ids : [...ids, 'torn']]
      }),
    )
  } finally {
    await client.end()
  }
}

function verdictOf(seen: {
  chats: readonly PlacedChat[]
  pages: readonly (readonly Talker[])[]
  said: readonly { readonly chat: number; readonly clientId: string }[]
  stored: ReadonlyMap<number, readonly string[]>
}): Omit<ChatStormReport, 'kills' | 'backMs' | 'backCpuUs' | 'idle'> {
  const { pages, said, stored } = seen
  const lost = said.flatMap(({ chat, clientId }) => {
    const isStored = stored.get(chat)?.includes(clientId) === true
    const isHeard = pages[chat]?.every((page) => page.heard.includes(clientId)) === true
    return isStored && isHeard ? [] : [clientId]
  })
  const doubled = [...stored.values()].flatMap((ids) => ids.filter((id, place) => ids.indexOf(id) !== place))
  const faults = pages.flatMap((own) => own.flatMap((page) => [...page.faults]))
  const torn = [...stored].flatMap(([chat, ids]) => (ids.includes('torn') ? [`chat ${chat}`] : []))
  return {
    sockets: pages.flat().length,
    said: said.length,
    acknowledged: pages.flat().reduce((sum, page) => sum + page.acked.size, 0),
    lost,
    doubled,
    torn: [...torn, ...faults],
  }
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      chats: { type: 'string', default: '100' },
      sockets: { type: 'string', default: '4' },
      kills: { type: 'string', default: '10' },
      messages: { type: 'string', default: '10000' },
      idle: { type: 'string', default: '0' },
      'idle-goals': { type: 'boolean', default: false },
    },
  })
  const place = await openChatPlace()
  const options = {
    chats: Number(values.chats),
    socketsOfChat: Number(values.sockets),
    kills: Number(values.kills),
    messages: Number(values.messages),
    idleSeconds: Number(values.idle),
  }
  const tell = (line: string) => void process.stderr.write(`${line}\n`)
  const report = await stormChats(place, { ...options, tell }).finally(() => place.close())
  console.log(JSON.stringify(report, null, 2))
  const isWhole =
    report.sockets === options.chats * options.socketsOfChat &&
    report.said === options.messages &&
    report.acknowledged === options.messages &&
    report.kills === options.kills
  const isClean = report.lost.length + report.doubled.length + report.torn.length === 0
  const isBack = report.backMs.every((ms) => ms <= backWithinMs)
  const isCheap = !values['idle-goals'] || (report.idle.memoryMib <= 150 && report.idle.cpuPercent <= 5)
  process.exit(isWhole && isClean && isBack && isCheap ? 0 : 1)
}
