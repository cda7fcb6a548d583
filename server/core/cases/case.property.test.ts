import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CaseOutcome, caseOutcomes, type CaseStatus, caseStatuses, type Party } from './case.ts'
import type { CaseToDecide } from './decide-case.ts'
import { planDecision } from './decide-case.ts'
import { ownHandIn } from './four-eyes.ts'
import { isUnderReview, legalMoves, planMove } from './lanes.ts'

const people: readonly Party[] = ['ana', 'bea', 'caio', 'duda'].map((id) => ({ kind: 'token', id, agentId: null }))
const checks = ['payment_match', 'device_session']

type Wish =
  | { readonly kind: 'move'; readonly to: CaseStatus; readonly by: Party }
  | { readonly kind: 'answer'; readonly check: string }
  | { readonly kind: 'decide'; readonly outcome: CaseOutcome; readonly by: Party }

const by = fc.constantFrom(...people)
const wishes: fc.Arbitrary<Wish> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('move' as const), to: fc.constantFrom(...caseStatuses), by }) },
  fc.record({ kind: fc.constant('answer' as const), check: fc.constantFrom(...checks) }),
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('decide' as const), outcome: fc.constantFrom(...caseOutcomes), by }),
  },
)

interface Life extends CaseToDecide {
  readonly decidedBy: Party | null
}

const fresh = (openedBy: Party): Life => ({
  openedBy,
  putForwardBy: null,
  referredBy: [],
  status: 'opened',
  level: 1,
  maxLevel: 3,
  asked: checks,
  answered: new Set(),
  decidedBy: null,
})

function live(life: Life, wish: Wish): Life {
  if (wish.kind === 'answer') return { ...life, answered: new Set([...life.answered, wish.check]) }
  if (wish.kind === 'move') {
    const move = planMove(life.status, wish.to)
    if (move.kind === 'refused') return life
    const put = wish.to === 'decision' ? { putForwardBy: wish.by } : {}
    return { ...life, ...put, status: wish.to, ...(move.withdrawsDecision && { decidedBy: null }) }
  }
  const plan = planDecision(life, wish.outcome, wish.by)
  if (plan.kind === 'refused') return life
  if (plan.kind === 'decided') return { ...life, status: plan.to, decidedBy: wish.by }
  return { ...life, status: plan.to, level: plan.level, referredBy: [...life.referredBy, wish.by] }
}

const opener = fc.constantFrom(...people, { kind: 'system', id: 'system', agentId: null })

describe('whatever is wished of a case', () => {
  it('nothing is past its decision that a second pair of eyes has not decided with every check answered', () => {
    fc.assert(
      fc.property(opener, fc.array(wishes, { maxLength: 60 }), (openedBy, story) => {
        let life = fresh(openedBy)
        for (const wish of story) {
          const before = life
          life = live(life, wish)
          expect(life.level).toBeLessThanOrEqual(life.maxLevel)
          expect(life.level).toBeGreaterThanOrEqual(before.level)
          expect(isUnderReview(life.status)).toBe(life.decidedBy === null)
          if (before.status === 'closed') expect(life.status).toBe('closed')
          if (life.decidedBy === null) continue
          expect(ownHandIn({ ...life, referredBy: life.referredBy }, life.decidedBy)).toBeNull()
          expect(checks.filter((check) => !life.answered.has(check))).toEqual([])
        }
      }),
    )
  })

  it('a case can always be brought to its end, whoever of four has touched it', () => {
    fc.assert(
      fc.property(opener, fc.array(wishes, { maxLength: 40 }), (openedBy, story) => {
        let life = story.reduce(live, fresh(openedBy))
        for (const check of checks) life = live(life, { kind: 'answer', check })
        const path: CaseStatus[] = ['triage', 'investigating', 'decision']
        const [first] = people
        for (const to of path) life = live(life, { kind: 'move', to, by: first ?? openedBy })
        for (const reviewer of people) life = live(life, { kind: 'decide', outcome: 'rejected', by: reviewer })
        life = live(life, { kind: 'move', to: 'closed', by: first ?? openedBy })
        // Two of four referred it at most, one opened it: somebody is left to decide.
        expect(life.status).toBe('closed')
      }),
    )
  })

  it('a refusal names exactly the moves that would be made', () => {
    for (const from of caseStatuses) {
      const made = caseStatuses.filter((to) => planMove(from, to).kind === 'moved')
      expect(made.toSorted()).toEqual([...legalMoves(from)].toSorted())
    }
  })
})
