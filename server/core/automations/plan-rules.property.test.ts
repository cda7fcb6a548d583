import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { zoneOf } from '../calendars/index.ts'
import { AutomationTicket, ChangeFacts, CustomerFacts, OrderFacts, SaidFacts, TimeFacts } from '../expressions/index.ts'
import { automationCondition } from '../workflow/compile-expressions.ts'
import type { Automation } from './automation.ts'
import { foresee } from './foresee.ts'
import { judgeRule } from './judge-rule.ts'
import { longestChain, mostRunsAnHour, noRuns } from './loop-guard.ts'
import type { Occasion } from './occasion.ts'
import { planRules, withRun } from './plan-rules.ts'

const priorities = ['low', 'normal', 'high', 'critical'] as const
const conditions = [
  ...priorities.map((priority) => `ticket.priority == "${priority}"`),
  '"a" in ticket.tags',
  '!("a" in ticket.tags)',
  'ticket.fields.amount > 5.0',
].map(automationCondition)

const actions = fc.oneof(
  fc.constantFrom(...priorities).map((to) => ({ kind: 'setPriority', to }) as const),
  fc.constantFrom('tag' as const, 'untag' as const).map((kind) => ({ kind, tags: ['a'] })),
)

const rules = fc
  .array(
    fc.record({
      events: fc.subarray(['ticket.created', 'ticket.updated'] as const, { minLength: 1 }).map((some) => new Set(some)),
      when: fc.option(fc.constantFrom(...conditions)),
      actions: fc.array(actions, { minLength: 1, maxLength: 2 }),
      stops: fc.boolean(),
      isOff: fc.boolean(),
    }),
    { maxLength: 8 },
  )
  .map((some) =>
    some.map((one, index): Automation => ({ ...one, slug: `r${index}`, label: `R${index}`, line: null, time: null })),
  )

const factsOf = (priority: string) => ({
  ticket: Object.assign(new AutomationTicket(), { priority }),
  change: new ChangeFacts(),
  message: new SaidFacts(),
  customer: new CustomerFacts(),
  order: new OrderFacts(),
  time: new TimeFacts(zoneOf('UTC'), 0),
})
const on = (event: 'ticket.created' | 'ticket.updated', chain: readonly string[] = []): Occasion => ({
  on: event,
  change: new ChangeFacts(),
  chain,
})

describe('rules', () => {
  it('end, whatever they are: each change is an event that they are asked about again', () => {
    fc.assert(
      fc.property(rules, fc.constantFrom(...priorities), (given, priority) => {
        let facts = factsOf(priority)
        let past = noRuns
        const events = [on('ticket.created')]
        let ran = 0
        for (let event = events.shift(); event !== undefined; event = events.shift()) {
          let stoppedBy: string | null = null
          for (const rule of given) {
            if (!judgeRule(rule, { occasion: event, facts, past, stoppedBy }).fires) continue
            ran += 1
            expect(event.chain).not.toContain(rule.slug)
            expect(event.chain.length).toBeLessThan(longestChain)
            facts = foresee(facts, rule.actions)
            past = withRun(past, rule.slug)
            if (rule.stops) stoppedBy = rule.slug
            events.push(on('ticket.updated', [...event.chain, rule.slug]))
          }
        }
        expect(ran).toBeLessThanOrEqual(mostRunsAnHour)
      }),
    )
  })

  it('are planned as they are judged one by one, each seeing what those before would have done', () => {
    fc.assert(
      fc.property(rules, fc.constantFrom(...priorities), (given, priority) => {
        const facts = factsOf(priority)
        const planned = planRules(given, { occasion: on('ticket.created'), facts, past: noRuns })
        expect(planned.map(({ rule }) => rule)).toEqual(given)
        let now = facts
        let stoppedBy: string | null = null
        for (const { rule, fires, does } of planned) {
          const verdict = judgeRule(rule, { occasion: on('ticket.created'), facts: now, past: noRuns, stoppedBy })
          expect(fires).toBe(verdict.fires)
          expect(does.length > 0).toBe(fires)
          if (!fires) continue
          now = foresee(now, rule.actions)
          if (rule.stops) stoppedBy = rule.slug
        }
        expect(facts.ticket.priority).toBe(priority)
      }),
    )
  })

  it('say why they do not act: the part that does not hold, the error, what came before', () => {
    const when = automationCondition('ticket.priority == "low" && "a" in ticket.tags')
    const rule: Automation = {
      slug: 'r',
      label: 'R',
      line: null,
      events: new Set(['ticket.created']),
      time: null,
      when,
      actions: [{ kind: 'unassign' }],
      stops: false,
      isOff: false,
    }
    const asked = { occasion: on('ticket.created'), facts: factsOf('low'), past: noRuns, stoppedBy: null }
    expect(judgeRule(rule, asked)).toEqual({
      fires: false,
      code: 'condition_false',
      text: 'Not so: "a" in ticket.tags',
    })
    const broken = { ...rule, when: automationCondition('ticket.fields.amount > 5.0') }
    expect(judgeRule(broken, asked)).toMatchObject({ code: 'condition_error', text: expect.stringContaining('amount') })
    expect(judgeRule({ ...rule, when: null }, { ...asked, stoppedBy: 'q' })).toMatchObject({ code: 'stopped_before' })
    expect(judgeRule({ ...rule, isOff: true }, asked)).toMatchObject({ code: 'off' })
    expect(judgeRule(rule, { ...asked, occasion: on('ticket.updated') })).toMatchObject({ code: 'other_event' })
  })
})
