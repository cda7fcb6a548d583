import { readFile } from 'node:fs/promises'
import { cpuMsOf } from '../machine/cpu-time.ts'
import { latenciesOf } from '../routing/latencies.ts'
import { type Hearing, openChatSockets } from './chat-sockets.ts'
import type { TalkJob, TalkReport } from './traffic-job.ts'
import { openXmppSockets } from './xmpp-sockets.ts'

/**
 * The talk, a process of its own: in every chat customer and agent write in turn, at fixed instants. Takes the name of a
 * file with the job as JSON, prints a report as JSON.
 */
const job = JSON.parse(await readFile(process.argv[2] ?? '', 'utf8')) as TalkJob
const nowMs = () => performance.timeOrigin + performance.now()
const until = (at: number) => new Promise((resolve) => setTimeout(resolve, Math.max(0, at - nowMs())))

/** By the number of a message: when it was due, whether it was acknowledged, how often the other side heard it. */
const dueAt: number[] = []
const isAcked: boolean[] = []
const heardTimes: number[] = []
const acked: number[] = []
const heard: number[] = []
const faults: string[] = []
let outOfTurn = 0
let latestMs = 0
let from = Infinity
let to = Infinity

const isMeasured = (number: number) => (dueAt[number] ?? 0) >= from && (dueAt[number] ?? 0) < to

const hearing: Hearing = {
  onAck: (number, at) => {
    if (isAcked[number] !== true && isMeasured(number)) acked.push(at - (dueAt[number] ?? 0))
    isAcked[number] = true
  },
  onMessage: (number, at, isOfOtherSide) => {
    if (!isOfOtherSide) return
    if (heardTimes[number] === undefined && isMeasured(number)) heard.push(at - (dueAt[number] ?? 0))
    heardTimes[number] = (heardTimes[number] ?? 0) + 1
  },
  onOutOfTurn: () => void outOfTurn++,
  onFault: (fault) => void faults.push(fault),
}
const sockets =
  job.system === 'xmpp'
    ? await openXmppSockets({ address: job.address, chats: job.chats.length }, hearing)
    : await openChatSockets(job, hearing)

function say(number: number, due: number): void {
  dueAt[number] = due
  if (isMeasured(number)) latestMs = Math.max(latestMs, nowMs() - due)
  const turn = Math.floor(number / job.chats.length)
  sockets.say(number % job.chats.length, turn % 2 === 0 ? 'customer' : 'agent', number)
}

/** Messages due since the last look are sent, however late the look is. */
async function talk(): Promise<void> {
  const begin = nowMs() + 100
  from = begin + job.warmUpSeconds * 1000
  to = from + job.seconds * 1000
  for (let number = 0; ;) {
    const due = () => begin + (number * 1000) / job.rate
    if (due() >= to) return
    for (; due() <= nowMs() && due() < to; number++) say(number, due())
    await until(due())
  }
}

/** Waits for what is under way, no longer than half a minute. */
async function settle(): Promise<void> {
  const deadline = nowMs() + 30_000
  const isDone = () => dueAt.every((_due, number) => isAcked[number] === true && heardTimes[number] !== undefined)
  while (nowMs() < deadline && !isDone()) await until(nowMs() + 50)
  // What is heard twice comes after what was heard once.
  await until(nowMs() + 500)
}

const usedMs = () => {
  const { user, system } = process.cpuUsage()
  const of = (pid: number | null) => (pid === null ? 0 : (cpuMsOf(pid) ?? Number.NaN))
  return { server: of(job.pids.server), postgres: of(job.pids.postgres), client: (user + system) / 1000 }
}

const before = usedMs()
await talk()
await settle()
const after = usedMs()
sockets.close()
const report: TalkReport = {
  sent: dueAt.filter((_due, number) => isMeasured(number)).length,
  latestMs,
  acked: latenciesOf(acked),
  heard: latenciesOf(heard),
  all: {
    sent: dueAt.length,
    acked: isAcked.filter(Boolean).length,
    heard: Object.keys(heardTimes).length,
    doubled: heardTimes.filter((times) => times > 1).length,
    outOfTurn,
  },
  faults: faults.length,
  firstFault: faults[0] ?? '',
  cpuMs: {
    server: after.server - before.server,
    postgres: after.postgres - before.postgres,
    client: after.client - before.client,
  },
}
await new Promise((resolve) => process.stdout.write(`${JSON.stringify(report)}\n`, resolve))
process.exit(0)
