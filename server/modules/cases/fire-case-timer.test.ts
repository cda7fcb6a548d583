import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemPrincipal } from '../../platform/principal.ts'
import { type ClaimedTimer, claimTimers } from '../timers/index.ts'
import { fireCaseTimer } from './fire-case-timer.ts'
import { countLanes, listCases } from './read-cases.ts'
import { type CaseDesk, decide, openCaseDesk } from './testing/case-desk.ts'

let desk: CaseDesk
beforeAll(async () => {
  desk = await openCaseDesk()
})
afterAll(() => desk.close())

const system = () => desk.home.contextOf(systemPrincipal)
const claim = (aheadMs: number): Promise<ClaimedTimer[]> =>
  system().transaction((tx) =>
    claimTimers(tx, desk.home.workspace.id, { kinds: ['case'], limit: 50, leaseMs: 1, aheadMs }),
  )
const monthMs = 30 * 24 * 3_600_000
const clockEvents = async (found: Parameters<CaseDesk['eventsOf']>[0]) =>
  (await desk.eventsOf(found)).map(({ type }) => type).filter((type) => /warned|breached/.test(type))

describe('the clock of a case, by time', () => {
  it('warns and breaches once each, whoever fires the timer', async () => {
    const found = await desk.escalate(await desk.ticket(), { reason: 'fraud_suspected' })
    desk.home.advance(monthMs)
    for (let round = 0; round < 3; round++) {
      for (const timer of await claim(2 * monthMs)) {
        const fired = await Promise.all([fireCaseTimer(system(), timer), fireCaseTimer(system(), timer)])
        expect(fired.filter(Boolean)).toHaveLength(1)
      }
    }
    expect(await clockEvents(found)).toEqual(['case.warned', 'case.breached'])
    const late = { ...everyCase, isLate: true }
    expect((await listCases(desk.reviewer, { filter: late, before: null, limit: 9 })).map(({ id }) => id)).toEqual([
      found.id,
    ])
    const [lane] = await countLanes(desk.reviewer, { filter: everyCase })
    expect(lane).toEqual({ status: 'opened', cases: 1, late: 1, paused: 0, critical: 1 })
  })

  it('is told by whatever comes first after the due time, and then by nobody else', async () => {
    const found = await desk.prepare(await desk.escalate(await desk.ticket()))
    desk.home.advance(monthMs)
    const [timer] = await claim(4 * monthMs)
    await decide(desk.reviewer, found)
    if (timer !== undefined) expect(await fireCaseTimer(system(), timer)).toBe(false)
    expect(await clockEvents(found)).toEqual(['case.warned', 'case.breached'])
    expect(await desk.home.query('select 1 from timers where subject_id = $1', [found.id])).toEqual([])
  })
})

const everyCase = {
  statuses: null,
  reasons: null,
  riskClasses: null,
  severities: null,
  owner: null,
  queue: null,
  ticketId: null,
  dueBefore: null,
  isLate: null,
}
