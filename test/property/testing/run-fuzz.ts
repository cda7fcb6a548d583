import fc from 'fast-check'
import { type RunningService, send } from '../../api/testing/running-service.ts'
import type { FuzzRequest } from './request-arbitrary.ts'

/** What a run met. */
export interface FuzzFigures {
  readonly requests: number
  readonly seed: number
  /** How often each status was answered. */
  readonly statuses: Readonly<Record<string, number>>
  /** Of each operation, how often it was asked, and how often it did what was asked. */
  readonly operations: Readonly<Record<string, { asked: number; done: number }>>
  readonly slowestMs: number
  /** Requests that met a fault of ours, each with what was wrong. */
  readonly faults: readonly string[]
}

const atOnce = 8
const batch = 500
const mostFaults = 20

/** Traces, code places and the database's own words have no place in a refusal. */
const ours =
  /\bat .+\.[jt]s:\d+|node_modules|node:internal|\/server\/|\bselect\b.+\bfrom\b|insert into|violates|SQLSTATE|duplicate key|syntax error at/i

/**
 * Sends so many requests and looks at every answer: none is a fault of ours, tells of our insides or differs from its
 * description (reliability.md F1). The same seed makes the same requests.
 */
export async function runFuzz(
  service: RunningService,
  requests: fc.Arbitrary<FuzzRequest>,
  run: { requests: number; seed: number },
): Promise<FuzzFigures> {
  const statuses: Record<string, number> = {}
  const operations: Record<string, { asked: number; done: number }> = {}
  const faults: string[] = []
  let slowestMs = 0
  let sent = 0
  const look = async (request: FuzzRequest) => {
    const own = (operations[request.operationId] ??= { asked: 0, done: 0 })
    own.asked += 1
    const startMs = performance.now()
    const fault = await faultOf(service, request, (status) => {
      statuses[status] = (statuses[status] ?? 0) + 1
      if (status < 300) own.done += 1
    })
    slowestMs = Math.max(slowestMs, performance.now() - startMs)
    if (fault !== null) faults.push(fault)
  }
  for (let turn = 0; sent < run.requests && faults.length < mostFaults; turn++) {
    const made = fc.sample(requests, { numRuns: Math.min(batch, run.requests - sent), seed: run.seed + turn })
    for (let first = 0; first < made.length; first += atOnce)
      await Promise.all(made.slice(first, first + atOnce).map(look))
    sent += made.length
  }
  const unseen = service.faults.map((fault) => `logged as an error: ${JSON.stringify(fault).slice(0, 3000)}`)
  const all = [...faults, ...unseen]
  return { requests: sent, seed: run.seed, statuses, operations, slowestMs: Math.round(slowestMs), faults: all }
}

async function faultOf(
  service: RunningService,
  request: FuzzRequest,
  count: (status: number) => void,
): Promise<string | null> {
  const { operationId, ...sent } = request
  try {
    const { status, text } = await send(service, sent)
    count(status)
    const told = JSON.stringify(sent).slice(0, 2000)
    if (status >= 500) return `${operationId} answered ${status} to ${told}: ${text}`
    if (status >= 400 && ours.test(text)) return `${operationId} told of its insides to ${told}: ${text}`
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** The figures of runs one after another as those of one run. */
export function together(runs: readonly FuzzFigures[], seed: number): FuzzFigures {
  const statuses: Record<string, number> = {}
  const operations: Record<string, { asked: number; done: number }> = {}
  for (const run of runs) {
    for (const [status, count] of Object.entries(run.statuses)) statuses[status] = (statuses[status] ?? 0) + count
    for (const [operation, { asked, done }] of Object.entries(run.operations)) {
      const own = (operations[operation] ??= { asked: 0, done: 0 })
      own.asked += asked
      own.done += done
    }
  }
  return {
    requests: runs.reduce((sum, { requests }) => sum + requests, 0),
    seed,
    statuses,
    operations,
    slowestMs: Math.max(...runs.map(({ slowestMs }) => slowestMs)),
    // A service keeps what it logged from run to run.
    faults: [...new Set(runs.flatMap(({ faults }) => faults))],
  }
}
