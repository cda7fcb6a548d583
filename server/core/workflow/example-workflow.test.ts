import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { holds } from '../automations/judge-rule.ts'
import { zoneOf } from '../calendars/zone.ts'
import { AgentAttributes } from '../expressions/agent-facts.ts'
import { AutomationTicket, ChangeFacts, SaidFacts } from '../expressions/automation-facts.ts'
import { CustomerFacts, OrderFacts, TimeFacts } from '../expressions/routing-facts.ts'
import { compileWorkflow } from './compile-workflow.ts'
import { dryRun } from './dry-run.ts'
import { lintWorkflow } from './lint-workflow.ts'
import { parseWorkflow } from './parse-workflow.ts'
import { runEmbeddedTests } from './run-embedded-tests.ts'

const text = readFileSync(new URL('../../../workflows/operations-review.yaml', import.meta.url), 'utf8')
const { document, problems, locate } = parseWorkflow(text)
if (document === null) throw new Error('the example does not parse')
const snapshot = compileWorkflow(document, 1, locate)

describe('workflows/operations-review.yaml', () => {
  it('parses and lints without a remark', () => {
    expect([...problems, ...lintWorkflow(document, locate)]).toEqual([])
  })

  it('passes all of its own tests, of which there are at least 25', () => {
    const results = runEmbeddedTests(snapshot)
    expect(results.filter(({ passed }) => !passed)).toEqual([])
    expect(results.length).toBeGreaterThanOrEqual(25)
  })

  it('asks nobody twice: where the lifecycle reminds and closes, no rule does', () => {
    const timed = (ticket: Partial<AutomationTicket>) => {
      const facts = {
        ticket: Object.assign(new AutomationTicket(), ticket),
        change: new ChangeFacts(),
        message: new SaidFacts(),
        customer: new CustomerFacts(),
        order: new OrderFacts(),
        time: new TimeFacts(zoneOf('UTC'), 0),
      }
      const rules = snapshot.automation.rules.filter(({ time, when }) => time !== null && holds(when, facts))
      return rules.map(({ slug }) => slug)
    }
    expect(timed({ serviceLine: 'guest-support', channel: 'email' })).toEqual([])
    expect(timed({ serviceLine: 'game-support', channel: 'email' })).toEqual(['remind-customer'])
  })

  it('has what the contract names', () => {
    expect([...snapshot.channels.keys()]).toEqual(['voice', 'live-chat', 'ticket', 'email', 'api', 'partner'])
    expect([...snapshot.serviceLines.keys()]).toEqual(['game-support', 'platform-support', 'guest-support'])
    expect([...snapshot.queues.keys()]).toEqual([
      'frontline',
      'technical-support',
      'payments',
      'integrations',
      'infrastructure',
      'security',
      'backend',
      'guest-care',
      'partner-desk',
      'risk-review',
    ])
    expect([...snapshot.cases.reasons.keys()]).toEqual([
      'fraud_suspected',
      'payment_dispute',
      'account_security',
      'abuse',
      'legal',
      'vip',
      'sla_breach',
      'repeat_reopen',
      'other',
    ])
    expect([...snapshot.types.keys()]).toHaveLength(6)
    expect([...snapshot.categories.keys()]).toHaveLength(6)
    expect([...snapshot.languages]).toEqual(['en', 'es', 'pt'])
    expect(snapshot.capacity).toMatchObject({
      totalUnits: 100,
      units: { call: 100, chat: 33, ticket: 10, case: 20, callback: 100 },
    })
    expect([...snapshot.queues.values()].every(({ hours }) => hours === null)).toBe(true)
  })

  it('names the line of every rule', () => {
    for (const rule of snapshot.rules) expect(text.split('\n')[(rule.line ?? 0) - 1]).toContain(`- id: ${rule.id}`)
  })

  it('serves a payment around the clock, with queue, requirements, clocks and the rule in the dry run', () => {
    const now = Date.UTC(2026, 2, 7, 3)
    const run = dryRun(
      snapshot,
      { channel: 'api', category: 'payment_processing', summary: 'Captured twice', language: 'es' },
      now,
    )
    expect(run.queue).toEqual({ slug: 'payments', label: 'Payments' })
    expect(run.requirements).toEqual({ skills: { payments: 2 }, languages: ['es'] })
    expect(run.clocks.map(({ metric, dueAt }) => [metric, dueAt])).toEqual([
      ['firstResponse', now + 15 * 60_000],
      ['resolution', now + 8 * 3_600_000],
    ])
    expect(run.trace.find(({ matched }) => matched)).toMatchObject({
      rule: 'payments',
      effect: 'queue payments, payments >= 2',
    })
  })

  it('says which queues a given staff could not serve', () => {
    const agents = [
      new AgentAttributes({
        queues: [...snapshot.queues.keys()].filter((slug) => slug !== 'security'),
        languages: ['en', 'es'],
      }),
    ]
    const found = lintWorkflow(document, locate, agents).map(({ code, severity, pointer }) => [code, severity, pointer])
    expect(found).toEqual([
      ['language_without_speaker', 'warning', '/languages/2'],
      ['nobody_qualifies', 'warning', '/routing/rules/4/require'],
      ['skill_without_holder', 'warning', '/routing/rules/4/require/skills/payments'],
      ['nobody_qualifies', 'warning', '/routing/queues/security'],
    ])
  })
})
