import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { addMessage } from '../../../server/modules/handling/index.ts'
import { createTicket } from '../../../server/modules/intake/index.ts'
import { publishWorkflow } from '../../../server/modules/publishing/index.ts'
import type { Context } from '../../../server/platform/context.ts'
import { decodeId } from '../../../server/platform/ids.ts'

const example = join(import.meta.dirname, '../../../workflows/operations-review.yaml')
const promise = '{ firstResponse: 2s, resolution: 4s }'

/** The policy of most requests as the example has it, and as it is here: seconds instead of hours, but where its tests ask. */
const ofHours = /(?<head> {4}label: Around the clock\n {4}calendar: always-on\n)[^]*?(?=\n# ── Routing)/u
const ofSeconds = `$<head>    targets: { critical: ${promise}, high: { firstResponse: 15m, resolution: 8h }, normal: ${promise}, low: ${promise} }
    warnAt: [50]
    escalations:
      - { id: told, on: firstResponse, at: 100, notify: support-management }
      - { id: late, on: resolution, at: 150, notify: support-management }
`
/** The share of the target at which each step of these clocks is passed. */
const steps = {
  firstResponse: { 'warning:50': 0.5, breach: 1, 'escalation:told': 1 },
  resolution: { 'warning:50': 0.5, breach: 1, 'escalation:late': 1.5 },
}

export async function publishSeconds(context: Context): Promise<void> {
  const document = (await readFile(example, 'utf8')).replace(ofHours, ofSeconds)
  await publishWorkflow(context, { document, expectedVersion: null })
}

/** Raises tickets evenly over so many seconds; every other one is answered about when its first response is due. */
export async function raiseTickets(
  context: Context,
  { tickets, seconds }: { tickets: number; seconds: number },
): Promise<void> {
  const answers: Promise<unknown>[] = []
  for (let number = 0; number < tickets; number++) {
    const request = { customerId: `customer-${number}`, channel: 'email', issueSummary: 'Help', language: 'en' }
    const { answer } = await createTicket(context, { request, key: null })
    const ticketId = decodeId('ticket', (JSON.parse(answer) as { id: string }).id) ?? ''
    if (number % 2 === 0) answers.push(answerLater(context, ticketId, 1_800 + (number % 20) * 20))
    await pause((seconds * 1_000) / tickets)
  }
  await Promise.all(answers)
}

async function answerLater(context: Context, ticketId: string, afterMs: number): Promise<void> {
  await pause(afterMs)
  const word = { body: 'Hello', visibility: 'public', clientId: null, asCustomer: false, lastSeenSeq: null } as const
  await addMessage(context, { ticketId, ...word })
}

/** A clock as it is kept, and what the events tell of it. */
export interface ToldClock {
  readonly metric: keyof typeof steps
  readonly startedAt: number
  readonly targetMs: number
  readonly metAt: number | null
  /** Steps marked on it, and breaches in its ledger. */
  readonly kept: readonly string[]
  readonly told: readonly { readonly step: string; readonly at: number }[]
}

export interface ClocksReport {
  readonly clocks: number
  /** Steps that time has passed while their clock ran. */
  readonly passed: number
  readonly missing: number
  readonly twice: number
  readonly early: number
}

/** Holds what was told and kept of clocks against what they have passed by now. */
export function judgeClocks(clocks: readonly ToldClock[], now: number): ClocksReport {
  const report = { clocks: clocks.length, passed: 0, missing: 0, twice: 0, early: 0 }
  for (const { metric, startedAt, targetMs, metAt, kept, told } of clocks) {
    for (const [step, share] of Object.entries(steps[metric])) {
      const passedAt = startedAt + targetMs * share
      const times = told.filter((one) => one.step === step)
      const marks = kept.filter((one) => one === step)
      const isPassed = passedAt < (metAt ?? now)
      if (isPassed) report.passed++
      if (isPassed && (times.length === 0 || marks.length === 0)) report.missing++
      if (times.length > 1 || marks.length > 1) report.twice++
      if (times.some(({ at }) => at < passedAt)) report.early++
    }
  }
  return report
}
