import { parseArgs } from 'node:util'
import { onOwnPostgres } from './own-postgres.ts'
import { type BacklogReport, runBacklog } from './webhooks/backlog.ts'
import { onSendingDesk } from './webhooks/desk.ts'
import { type IsolationReport, type LatencyReport, runLatency } from './webhooks/latency.ts'
import { type RotationReport, runRotation } from './webhooks/rotation.ts'
import { runSchedule, type ScheduleReport } from './webhooks/schedule.ts'

/** How much of everything is done. */
export interface WebhookScale {
  readonly eventsPerSecond: number
  readonly seconds: number
  /** Of one workspace, with those of the first load and four that are a nuisance. */
  readonly endpoints: number
  readonly failing: number
  readonly rotations: number
  readonly rotationPostsPerSecond: number
  readonly backlog: number
  readonly kills: number
  readonly ratePerSecond: number
}

export const fullScale: WebhookScale = {
  eventsPerSecond: 200,
  seconds: 60,
  endpoints: 100,
  failing: 10_000,
  rotations: 100,
  rotationPostsPerSecond: 500,
  backlog: 100_000,
  kills: 10,
  ratePerSecond: 400,
}

export interface WebhookReport {
  readonly w1: LatencyReport
  readonly w2: IsolationReport
  readonly w3: ScheduleReport
  readonly w4: RotationReport
  readonly w5: BacklogReport
}

/**
 * Deliveries under stress (reliability.md W1 to W5): real processes that send to real receivers which hang, cut the line,
 * trickle, flood, are away, while the sender is killed by SIGKILL.
 */
export async function runWebhooks(
  scale: WebhookScale,
  tell: (line: string) => void = () => {},
): Promise<WebhookReport> {
  const told = <Report>(name: string, report: Report): Report => {
    tell(`${name} ${JSON.stringify(report)}`)
    return report
  }
  const w3 = await onOwnPostgres(async ({ appUrl, relayUrl, ownerUrl }) =>
    runSchedule({ appUrl, relayUrl, ownerUrl, drop: () => Promise.resolve() }, scale.failing),
  )
  told('w3', w3)
  const { w1, w2 } = await onSendingDesk('together', (desk) => runLatency(desk, scale))
  told('w1', w1)
  told('w2', w2)
  const rotation = { rotations: scale.rotations, perSecond: scale.rotationPostsPerSecond }
  const w4 = told('w4', await onSendingDesk('apart', (desk) => runRotation(desk, rotation)))
  const backlog = { events: scale.backlog, kills: scale.kills, ratePerSecond: scale.ratePerSecond }
  const w5 = told('w5', await onSendingDesk('apart', (desk) => runBacklog(desk, backlog)))
  return { w1, w2, w3, w4, w5 }
}

/** What of a report breaks a promise or was not done; figures of time are judged by `isQuiet` machines only. */
export function faultsOf(
  scale: WebhookScale,
  { w1, w2, w3, w4, w5 }: WebhookReport,
  { isQuiet }: { isQuiet: boolean },
): string[] {
  const { endpoints } = scale
  const posts = scale.eventsPerSecond * scale.seconds * 5
  const holds: [string, boolean][] = [
    ['w1 did what it says', w1.posts >= 0.99 * posts],
    ['w2 did what it says', w2.posts >= (0.9 * posts * (endpoints - 4)) / endpoints],
    ['w3 did what it says', w3.deliveries >= scale.failing && w3.attempts >= 10 * scale.failing],
    ['w4 did what it says', w4.rotations >= scale.rotations && w4.posts > 0],
    ['w5 did what it says', w5.queued >= scale.backlog && w5.kills >= scale.kills],
    ['w1 order', w1.inversions.length === 0],
    ['w2 order', w2.inversions.length === 0],
    ['w2 poison is taken out', w2.poisonState === 'quarantined'],
    ['w3 schedule', w3.offSchedule.length === 0],
    ['w3 dead after ten attempts', w3.dead === w3.deliveries && w3.deadEvents === w3.deliveries],
    ['w3 attempts', w3.attempts === 10 * w3.deliveries],
    ['w3 410 disables', w3.gone === 'gone'],
    ['w3 120 hours disable', w3.givenUp === 'auto'],
    ['w3 events of both', w3.disabledEvents === 2],
    ['w3 a success resets', w3.failuresAfterSuccess === 0],
    ['w4 every delivery verifies', w4.unverified.length === 0],
    ['w4 no revoked key', w4.revoked.length === 0],
    ['w5 everything is told', w5.told >= w5.queued],
    ['w5 order', w5.inversions.length === 0],
    ['w5 rate', w5.mostInASecond <= w5.ratePerSecond],
    ['w5 nothing is recovered twice', w5.sentTwice === 0],
  ]
  const timed: [string, boolean][] = [
    ['w1 p50 150 ms, p99 1 s', w1.p50Ms <= 150 && w1.p99Ms <= 1_000],
    ['w1 a quarter of the CPU left', w1.cpuLeft >= 0.25],
    ['w2 p99 of the others', w2.p99Ratio <= 1.5],
    ['w4 deliveries a second', w4.postsPerSecond >= 0.8 * scale.rotationPostsPerSecond],
    ['w2 128 kB a delivery', w2.bytesPerDelivery <= 128 * 1024],
    ['w5 another endpoint', w5.otherP99Ms <= Math.max(1_000, 1.5 * w5.otherP99BeforeMs)],
  ]
  return [...holds, ...(isQuiet ? timed : [])].flatMap(([name, isHeld]) => (isHeld ? [] : [name]))
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { seconds: { type: 'string' }, backlog: { type: 'string' } } })
  const scale = {
    ...fullScale,
    ...(values.seconds !== undefined && { seconds: Number(values.seconds) }),
    ...(values.backlog !== undefined && { backlog: Number(values.backlog) }),
  }
  const report = await runWebhooks(scale, (line) => process.stderr.write(`${line}\n`))
  const faults = faultsOf(scale, report, { isQuiet: true })
  process.stdout.write(`${JSON.stringify({ scale, ...report, faults }, null, 2)}\n`)
  process.exit(faults.length === 0 ? 0 : 1)
}
