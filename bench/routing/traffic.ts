import { Pool } from 'undici'
import { openSockets, type Sockets } from './agent-sockets.ts'
import { categoryName } from './centre-workflow.ts'
import { latenciesOf } from './latencies.ts'
import type { TrafficJob, TrafficReport } from './traffic-job.ts'

/**
 * The traffic, a process of its own: tickets arrive at fixed instants, agents accept what they are offered and complete
 * it. Takes the job as JSON, prints a report as JSON.
 */
const job = JSON.parse(process.argv[2] ?? '{}') as TrafficJob
const pool = new Pool(job.address, { connections: job.connections, pipelining: 1, keepAliveTimeout: 60_000 })
const headers = { authorization: `Bearer ${job.token}`, 'content-type': 'application/json' }
const nowMs = () => performance.timeOrigin + performance.now()

const created: number[] = []
const accepted: number[] = []
const completed: number[] = []
const heard: [string, number][] = []
const followed: [string, number][] = []
const unanswered: Record<string, number> = {}
let arrivals = 0
let latestMs = 0
let refused = 0
let firstRefusal = ''
let from = Infinity
let to = Infinity
let isOver = false
let open = 0

const isMeasured = (at: number) => at >= from && at < to

/** Gives the status; what a request took counts from the instant it was due. */
function post(path: string, body: object): Promise<{ status: number; text: string }> {
  open++
  return new Promise((resolve) => {
    let status = 0
    const chunks: Buffer[] = []
    const end = (text: string) => {
      open--
      resolve({ status, text })
    }
    pool.dispatch(
      { path, method: 'POST', headers, body: JSON.stringify(body) },
      {
        onRequestStart: () => {},
        onResponseStart: (_controller, code) => void (status = code),
        onResponseData: (_controller, chunk) => void (status >= 300 && chunks.push(chunk)),
        onResponseEnd: () => end(Buffer.concat(chunks).toString('utf8')),
        onResponseError: (_controller, error) => end(error.message),
      },
    )
  })
}

async function arrive(number: number, dueAt: number): Promise<void> {
  if (isMeasured(dueAt)) {
    arrivals++
    latestMs = Math.max(latestMs, nowMs() - dueAt)
  }
  const { status, text } = await post('/v1/ticket/create', {
    customerId: `caller-${number % 5_000}`,
    channel: 'ticket',
    category: categoryName(number % job.desks),
    language: 'en',
    issueSummary: 'Customer cannot join a ranked lobby.',
  })
  if (!isMeasured(dueAt)) return
  if (status === 201) created.push(nowMs() - dueAt)
  else {
    refused++
    firstRefusal ||= `${status} ${text.slice(0, 300)}`
  }
}

const between = ([least, most]: readonly [number, number]) => least + Math.random() * (most - least)

async function act(path: string, dueAt: number, times: number[]): Promise<boolean> {
  const { status } = await post(path, {})
  if (status !== 200)
    unanswered[`${path.split('/').at(-1)} ${status}`] = (unanswered[`${path.split('/').at(-1)} ${status}`] ?? 0) + 1
  else if (isMeasured(dueAt)) times.push(nowMs() - dueAt)
  return status === 200
}

/** The agent of an offer thinks, accepts, works and completes. */
async function work(offerId: string, taskId: string): Promise<void> {
  const acceptAt = nowMs() + between(job.acceptAfterMs)
  await until(acceptAt)
  if (!(await act(`/v1/offers/${offerId}/accept`, acceptAt, accepted))) return
  const completeAt = nowMs() + between(job.completeAfterMs)
  await until(completeAt)
  if (!isOver) await act(`/v1/tasks/${taskId}/complete`, completeAt, completed)
}

const until = (at: number) => new Promise((resolve) => setTimeout(resolve, Math.max(0, at - nowMs())))

interface OfferFrame {
  readonly event: { readonly ticketId: string; readonly data: { readonly offerId: string; readonly taskId: string } }
}

const isOffer = (text: string) => text.includes('"type":"offer.created"')

/** Arrivals due since the last look are sent, however late the look is. */
async function arriveOnTime(): Promise<void> {
  const begin = nowMs() + 100
  from = begin + job.warmUpSeconds * 1000
  to = from + job.seconds * 1000
  for (let number = 0; ;) {
    const dueAt = () => begin + (number * 1000) / job.rate
    if (dueAt() >= to) return
    for (; dueAt() <= nowMs() && dueAt() < to; number++) void arrive(number, dueAt())
    await until(dueAt())
  }
}

/** Waits for what is under way, no longer than half a minute. */
async function settle(): Promise<void> {
  const deadline = nowMs() + 30_000
  let quietSince = nowMs()
  while (nowMs() < deadline && nowMs() - quietSince < 1_500) {
    if (open > 0) quietSince = nowMs()
    await until(nowMs() + 50)
  }
}

const sockets: Sockets[] = [
  await openSockets(job.address, [{ token: job.token }], (text, at) => {
    if (!isOffer(text)) return
    const { event } = JSON.parse(text) as OfferFrame
    followed.push([event.ticketId, at])
    void work(event.data.offerId, event.data.taskId)
  }),
  await openSockets(
    job.address,
    job.passes.map((pass) => ({ pass })),
    (text, at) => void (isOffer(text) && heard.push([(JSON.parse(text) as OfferFrame).event.ticketId, at])),
  ),
]
await arriveOnTime()
await settle()
isOver = true
const { user, system } = process.cpuUsage()
const faults = sockets.flatMap((each) => each.faults)
if (faults.length > 0) process.stderr.write(`sockets: ${faults.length} faults, first ${faults[0]}\n`)
for (const each of sockets) each.close()
const report: TrafficReport = {
  from,
  to,
  arrivals,
  latestMs,
  refused,
  firstRefusal,
  create: latenciesOf(created),
  accept: latenciesOf(accepted),
  complete: latenciesOf(completed),
  unanswered,
  heard,
  followed,
  cpuSeconds: (user + system) / 1e6,
}
await new Promise((resolve) => process.stdout.write(`${JSON.stringify(report)}\n`, resolve))
process.exit(0)
