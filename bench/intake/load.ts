import { randomUUID } from 'node:crypto'
import { Client } from 'undici'
import type { LoadJob, LoadReport } from './load-job.ts'

/**
 * The load generator, a process of its own: a closed loop of requests on as many connections as the job says. Takes the
 * job as JSON, prints a report as JSON, and fails when not one request was answered.
 */
const job = JSON.parse(process.argv[2] ?? '{}') as LoadJob
const { origin, pathname } = new URL(job.url)

const latencies: number[] = []
let refused = 0
let isMeasuring = false
let isOver = false
let isWarm = 0
let customer = 0
let firstRefusal = ''
let startedAt = 0
let cpuBefore = process.cpuUsage()

/** The example request of the product's mission, each time of another customer. */
function bodyOfNext(): string {
  customer = (customer + 1) % job.customers
  return JSON.stringify({
    customerId: `bench-${customer + 1}`,
    serviceLine: 'game-support',
    channel: 'live-chat',
    priority: 'normal',
    language: 'en',
    issueSummary: 'Customer cannot join a ranked lobby.',
    callbackUrl: 'https://partner.example/ticket-update',
  })
}

const fixedHeaders = { authorization: `Bearer ${job.token}`, 'content-type': 'application/json' }

function headersOfNext(): Record<string, string> {
  return job.isKeyed ? { ...fixedHeaders, 'idempotency-key': randomUUID() } : fixedHeaders
}

/** Gives the status; a body is read and thrown away. */
function send(client: Client): Promise<number> {
  return new Promise((resolve, reject) => {
    let status = 0
    let text = ''
    client.dispatch(
      { path: pathname, method: 'POST', headers: headersOfNext(), body: bodyOfNext() },
      {
        onRequestStart: () => {},
        onResponseStart: (_controller, code) => void (status = code),
        onResponseData: (_controller, chunk) => {
          if (status !== 201 && text === '') text = chunk.toString()
        },
        onResponseEnd: () => {
          if (status !== 201) firstRefusal ||= text
          resolve(status)
        },
        onResponseError: (_controller, error) => reject(error),
      },
    )
  })
}

async function runConnection(everybodyWarm: () => void): Promise<void> {
  const client = new Client(origin, { pipelining: 1, keepAliveTimeout: 60_000 })
  for (let sent = 0; !isOver; sent++) {
    if (sent === job.warmUp && ++isWarm === job.connections) everybodyWarm()
    const sentAt = performance.now()
    const counts = isMeasuring
    const status = await send(client)
    if (!counts || isOver) continue
    if (status === 201) latencies.push(performance.now() - sentAt)
    else refused++
  }
  await client.close()
}

function measure(): void {
  isMeasuring = true
  startedAt = performance.now()
  cpuBefore = process.cpuUsage()
  setTimeout(() => (isOver = true), job.seconds * 1000)
}

function report(): LoadReport {
  const sorted = Float64Array.from(latencies).toSorted()
  const at = (share: number) => Math.round((sorted[Math.floor(share * (sorted.length - 1))] ?? 0) * 100) / 100
  const { user, system } = process.cpuUsage(cpuBefore)
  return {
    answered: sorted.length,
    refused,
    perSecond: Math.round(sorted.length / ((endedAt - startedAt) / 1000)),
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    p999Ms: at(0.999),
    clientCpuUs: Math.round((user + system) / sorted.length),
  }
}

await Promise.all(Array.from({ length: job.connections }, () => runConnection(measure)))
const endedAt = startedAt + job.seconds * 1000
if (latencies.length === 0) throw new Error(`Not one request was answered with 201. ${firstRefusal}`)
process.stdout.write(`${JSON.stringify(report())}\n`)
