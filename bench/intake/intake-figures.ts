import type { Figure } from '../figure.ts'
import { median } from '../machine/median.ts'
import type { LoadReport } from './load-job.ts'
import type { CpuShare, PlainRate } from './stage.ts'

/** Clients of the plain writer; the best of them counts. */
export const plainClients = [1, 8, 32] as const

type Load = LoadReport & CpuShare

/** One turn of every side. */
export interface Round {
  readonly keyed: Load
  readonly unkeyed: Load
  readonly plain: Readonly<Record<(typeof plainClients)[number], PlainRate>>
  readonly bare: Load
}

type Goal = Figure['goal']

/**
 * The figures of the rounds, medians. Rates depend on what else the machine does and favour whoever runs more processes
 * then; CPU time a ticket hardly does, so its ratio is what the rates' ratio comes to on an idle machine.
 */
export function intakeFigures(rounds: readonly Round[]): Figure[] {
  const figure = (name: string, unit: string, pick: (round: Round) => number | null, goal: Goal = null): Figure[] => {
    const values = rounds.flatMap((round) => pick(round) ?? [])
    return values.length === 0 ? [] : [{ name: `P1 ${name}`, value: median(values, digitsOf(unit)), unit, goal }]
  }
  return [
    ...figure('ours / best plain writer', 'x', ({ keyed, plain }) => keyed.perSecond / bestOf(plain).perSecond, {
      atLeast: 4,
    }),
    ...figure('ours / bare server', 'x', ({ keyed, bare }) => keyed.perSecond / bare.perSecond, { atLeast: 1.4 }),
    ...figure('p99', 'ms', ({ keyed }) => keyed.p99Ms, { atMost: 40 }),
    ...figure('CPU of plain writer / ours', 'x', ({ keyed, plain }) =>
      ratio(bestOf(plain).postgresCpuUs, cpuOf(keyed)),
    ),
    ...figure('CPU of bare server / ours', 'x', ({ keyed, bare }) => ratio(cpuOf(bare), cpuOf(keyed))),
    ...figure('creates', '/s', ({ keyed }) => keyed.perSecond),
    ...figure('p50', 'ms', ({ keyed }) => keyed.p50Ms),
    ...figure('p99.9', 'ms', ({ keyed }) => keyed.p999Ms),
    ...figure('creates without a key', '/s', ({ unkeyed }) => unkeyed.perSecond),
    ...figure('p99 without a key', 'ms', ({ unkeyed }) => unkeyed.p99Ms),
    ...figure('refused', 'requests', ({ keyed, unkeyed }) => keyed.refused + unkeyed.refused, { atMost: 0 }),
    ...plainClients.flatMap((clients) =>
      figure(`plain writer, ${clients} clients`, '/s', ({ plain }) => plain[clients].perSecond),
    ),
    ...figure('bare server', '/s', ({ bare }) => bare.perSecond),
    ...figure('server CPU a create', 'us', ({ keyed }) => keyed.serverCpuUs),
    ...figure('PostgreSQL CPU a create', 'us', ({ keyed }) => keyed.postgresCpuUs),
    ...figure('PostgreSQL CPU a plain ticket', 'us', ({ plain }) => bestOf(plain).postgresCpuUs),
    ...figure('bare server CPU a request', 'us', ({ bare }) => bare.serverCpuUs),
    ...figure('PostgreSQL CPU a bare request', 'us', ({ bare }) => bare.postgresCpuUs),
    ...figure('load generator CPU a request', 'us', ({ keyed }) => keyed.clientCpuUs),
  ]
}

function bestOf(plain: Round['plain']): PlainRate {
  return Object.values(plain).reduce((best, one) => (one.perSecond > best.perSecond ? one : best))
}

function cpuOf({ serverCpuUs, postgresCpuUs }: CpuShare): number | null {
  return serverCpuUs === null || postgresCpuUs === null ? null : serverCpuUs + postgresCpuUs
}

function ratio(upper: number | null, lower: number | null): number | null {
  return upper === null || lower === null ? null : upper / lower
}

function digitsOf(unit: string): number {
  return unit === 'x' ? 2 : unit === 'ms' ? 1 : 0
}
