import { describe, expect, it } from 'vitest'
import { createRandom } from '../seed/random.ts'
import { chooseAnswer } from './offer-choice.ts'
import { type Act, handsOff, planWork, type Situation } from './work-plan.ts'

const usual: Situation = { kind: 'ticket', hasCategory: true, isMisplaced: false, isTakenUpAgain: false }
const plansOf = (more: Partial<Situation>) => {
  const random = createRandom(3)
  return Array.from({ length: 1_000 }, () => planWork(random, { ...usual, ...more }))
}
const actsOf = (more: Partial<Situation>) => plansOf(more).map((plan) => plan.map(({ act }) => act))

describe('a plan of work', () => {
  it('ends with the work done or out of hand, and never goes on after that', () => {
    for (const kind of ['ticket', 'call', 'callback', 'chat', 'case']) {
      for (const acts of actsOf({ kind, hasCategory: false, isMisplaced: true })) {
        const end = acts.findIndex((act) => handsOff.has(act))
        if (end === -1) expect(acts).toContain('resolve')
        else expect(end).toBe(acts.length - 1)
      }
    }
  })

  it('takes time, each act after the one before', () => {
    for (const plan of plansOf({ hasCategory: false })) {
      for (const { afterMs } of plan) expect(afterMs).toBeGreaterThanOrEqual(0)
      expect(plan.reduce((sum, { afterMs }) => sum + afterMs, 0)).toBeGreaterThan(0)
    }
  })

  it('hangs up before it writes down', () => {
    for (const acts of actsOf({ kind: 'call' })) {
      if (acts.includes('handOver')) expect(acts).not.toContain('resolve')
      else expect(acts.slice(-3)).toEqual(['hangUp', 'resolve', 'wrapUp'])
    }
  })

  it('greets and asks in a chat before it ends it, and says nothing into a call', () => {
    for (const acts of actsOf({ kind: 'chat' })) {
      expect(acts[0]).toBe('reply')
      if (!acts.includes('handOver')) expect(acts.indexOf('inquire')).toBeLessThan(acts.indexOf('hangUp'))
    }
    expect(actsOf({ kind: 'call' }).flat()).not.toContain('reply')
  })

  it('names the category where nobody did, and sends on what is misplaced', () => {
    const shareWith = (acts: Act[][], act: Act) => acts.filter((each) => each.includes(act)).length / acts.length
    expect(shareWith(actsOf({}), 'classify')).toBe(0)
    expect(shareWith(actsOf({ hasCategory: false }), 'classify')).toBeGreaterThan(0.95)
    expect(shareWith(actsOf({}), 'transfer')).toBe(0)
    expect(shareWith(actsOf({ isMisplaced: true }), 'transfer')).toBeGreaterThan(0.7)
  })

  it('asks the customer once, and greets once', () => {
    const first = actsOf({}).flat()
    expect(first).toContain('ask')
    expect(first).toContain('reply')
    const again = actsOf({ isTakenUpAgain: true }).flat()
    expect(again).not.toContain('ask')
    expect(again).not.toContain('reply')
  })
})

describe('an offer', () => {
  const choices = (speed: number) => {
    const random = createRandom(11)
    const drawn = Array.from({ length: 5_000 }, () => chooseAnswer(random, { kind: 'ticket', speed }))
    return (choice: string) => drawn.filter((each) => each.choice === choice).length / drawn.length
  }

  it('is mostly accepted, sometimes declined with a reason, sometimes missed', () => {
    const share = choices(1)
    expect(share('accept')).toBeGreaterThan(0.9)
    expect(share('decline')).toBeGreaterThan(0.02)
    expect(share('miss')).toBeGreaterThan(0.02)
  })

  it('is missed the less often the faster the demo runs', () => {
    expect(choices(20)('miss')).toBeLessThan(0.005)
  })

  it('of a call is answered sooner', () => {
    const answerMs = (kind: string) => {
      const answer = chooseAnswer(createRandom(1), { kind, speed: 1 })
      return answer.choice === 'miss' ? 0 : answer.afterMs
    }
    expect(answerMs('call')).toBeGreaterThan(0)
    expect(answerMs('call')).toBeLessThan(answerMs('ticket'))
  })
})
