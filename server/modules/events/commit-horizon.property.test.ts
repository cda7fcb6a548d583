import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCommitHorizon } from './commit-horizon.ts'

/** A transaction as the log sees it: it takes an id, draws numbers, and ends one way or the other. */
type Step =
  | { kind: 'begin' }
  | { kind: 'draw'; which: number }
  | { kind: 'end'; which: number; commits: boolean }
  | { kind: 'look'; limit: number }

const steps = fc.array(
  fc.oneof(
    fc.constant<Step>({ kind: 'begin' }),
    fc.record({ kind: fc.constant('draw' as const), which: fc.nat(7) }),
    fc.record({ kind: fc.constant('end' as const), which: fc.nat(7), commits: fc.boolean() }),
    fc.record({ kind: fc.constant('look' as const), limit: fc.integer({ min: 1, max: 5 }) }),
  ),
  { maxLength: 120, size: 'max' },
)

/**
 * PostgreSQL in small: ids and numbers are drawn in order, numbers become visible at commit. As there, a snapshot's xmax
 * is one above the last id that has ended, and ids from there on count as running whether or not anybody has them.
 */
function createLog() {
  let nextXid = 100
  let lastEnded = 99
  let nextSeq = 1
  const open: { xid: number; seqs: number[] }[] = []
  const visible = new Set<number>()
  return {
    visible,
    begin: () => void open.push({ xid: nextXid++, seqs: [] }),
    draw: (which: number) => void open[which % Math.max(1, open.length)]?.seqs.push(nextSeq++),
    end: (which: number, commits: boolean) => {
      const [ended] = open.splice(which % Math.max(1, open.length), 1)
      if (ended === undefined) return
      lastEnded = Math.max(lastEnded, ended.xid)
      if (commits) for (const seq of ended.seqs) visible.add(seq)
    },
    hasOpen: () => open.length > 0,
    isOpen: (seq: number) => open.some((transaction) => transaction.seqs.includes(seq)),
    snapshot: () => ({ xmin: Math.min(lastEnded + 1, ...open.map((transaction) => transaction.xid)), nextXid }),
  }
}

const headerOf = (seq: number) => ({ workspaceId: 'w', seq, id: `${seq}`, type: 't', subjectKind: 's', subjectId: 'i' })

describe('the commit horizon', () => {
  it('gives every committed event once and in order, and never passes a number that may still come', () => {
    fc.assert(
      fc.property(steps, (history) => {
        const log = createLog()
        const horizon = createCommitHorizon(0)
        const given: number[] = []
        const look = (limit: number) => {
          const inHole = (seq: number) => horizon.holes().some((hole) => seq >= hole.first && seq <= hole.last)
          const ordered = [...log.visible].toSorted((one, other) => one - other)
          const later = ordered.filter((seq) => seq > horizon.readTo()).slice(0, limit)
          const headers = [...later, ...ordered.filter(inHole)].map(headerOf)
          given.push(...horizon.take({ ...log.snapshot(), headers }).map((header) => header.seq))
          for (let seq = 1; seq <= horizon.mark(); seq++) expect(log.isOpen(seq)).toBe(false)
        }
        for (const step of history) {
          if (step.kind === 'begin') log.begin()
          else if (step.kind === 'draw') log.draw(step.which)
          else if (step.kind === 'end') log.end(step.which, step.commits)
          else look(step.limit)
        }
        while (log.hasOpen()) log.end(0, true)
        for (let looks = 0; looks < 200; looks++) look(5)
        expect(given).toEqual([...log.visible].toSorted((one, other) => one - other))
      }),
      { numRuns: 500 },
    )
  })

  it('holds back behind a hole until the snapshot shows that nobody can fill it', () => {
    const horizon = createCommitHorizon(10)
    expect(horizon.take({ xmin: 50, nextXid: 60, headers: [headerOf(12)] })).toEqual([])
    expect(horizon.take({ xmin: 59, nextXid: 70, headers: [] })).toEqual([])
    expect(horizon.mark()).toBe(10)
    expect(horizon.take({ xmin: 60, nextXid: 70, headers: [] }).map((header) => header.seq)).toEqual([12])
    expect(horizon.mark()).toBe(12)
  })
})
