import { describe, expect, it } from 'vitest'
import { zoneOf } from '../calendars/zone.ts'
import { AgentAttributes, agentEnvironment } from './agent-facts.ts'
import { compileExpression, compileScore } from './compile-expression.ts'
import type { RoutingFacts } from './routing-facts.ts'
import { CustomerFacts, OrderFacts, RequestFacts, routingEnvironment, TimeFacts } from './routing-facts.ts'

const facts: RoutingFacts = {
  request: Object.assign(new RequestFacts(), {
    summary: 'Refund missing: card charged twice!',
    category: 'payment_processing',
    language: 'pt',
    tags: ['vip', 'retry'],
    fields: { amount: 120.5, currency: 'EUR', attempts: 3, method: null },
  }),
  customer: Object.assign(new CustomerFacts(), { tier: 'gold', attributes: { country: 'PT' } }),
  order: Object.assign(new OrderFacts(), { present: true, storeId: '0201', ageMinutes: 30 }),
  time: new TimeFacts(zoneOf('Europe/Madrid'), Date.UTC(2026, 2, 6, 18, 40)),
}

/** true, false, or the code of the refusal, or `throws`. */
function verdict(source: string): boolean | string {
  const compiled = compileExpression<RoutingFacts>(routingEnvironment, source)
  if (!compiled.ok) return compiled.problem.code
  let failed = false
  const holds = compiled.value.holds(facts, () => {
    failed = true
  })
  return failed ? 'throws' : holds
}

describe('conditions over a request', () => {
  it.each<[string, boolean | string]>([
    ['true', true],
    ['request.category == "payment_processing"', true],
    ['request.category != "payment_processing"', false],
    ['request.category in ["infrastructure", "payment_processing"]', true],
    ['request.language == "pt" && time.hour >= 18', true],
    ['request.language == "en" || customer.tier == "gold"', true],
    ['!(customer.tier == "gold")', false],
    ['request.type == ""', true],
    ['"vip" in request.tags', true],
    ['request.tags.exists(tag, tag.startsWith("re"))', true],
    ['request.tags.all(tag, tag == "vip")', false],
    ['size(request.tags) == 2', true],
    ['request.summary.contains("charged")', true],
    ['request.summary.size() > 500', false],
    ['order.present && order.ageMinutes < 60', true],
    ['order.ageMinutes == 30', true],
    ['order.ageMinutes + 30 == 60', true],
    ['order.ageMinutes - 10 == 20', true],
    ['order.ageMinutes * 2 == 60', true],
    ['order.ageMinutes in [30.0, 60.0]', true],
    ['order.storeId == "0201"', true],
    ['order.storeId.startsWith("02")', true],
    ['request.fields.amount > 100', true],
    ['request.fields.attempts == 3', true],
    ['request.fields.currency == "EUR"', true],
    ['has(request.fields.amount)', true],
    ['has(request.fields.absent)', false],
    ['has(request.fields.absent) && request.fields.absent > 3', false],
    ['request.fields.?absent.orValue(0.0) < 1.0', true],
    ['request.fields.method == null', true],
    ['customer.attributes.country == "PT"', true],
    ['time.hour == 19 && time.minute == 40', true],
    ['time.weekday == "fri"', true],
    ['time.weekday in ["sat", "sun"]', false],
    ['time.date == "2026-03-06"', true],
    ['request.priority == "high" ? true : false', false],
    ['request.summary.lowerAscii().startsWith("refund")', true],
    ['request.summary.shout() == "x"', 'expression_type'],
    ['request.fields.absent > 3', 'throws'],
    ['request.fields.amount.startsWith("1")', 'throws'],
  ])('%s is %s', (source, expected) => {
    expect(verdict(source)).toBe(expected)
  })

  it.each<[string, string]>([
    ['request.categry == "x"', 'expression_type'],
    ['requests.category == "x"', 'expression_type'],
    ['request.category == 3', 'expression_type'],
    ['order.ageMinutes < "60"', 'expression_type'],
    ['order.ageMinutes in [30, 60]', 'expression_type'],
    ['request.category', 'expression_not_bool'],
    ['order.ageMinutes', 'expression_not_bool'],
    ['request.category = "x"', 'expression_syntax'],
    ['request.category == "x', 'expression_syntax'],
    ['', 'expression_syntax'],
    ['request.summary.matches("^(a+)+$")', 'expression_refused'],
    ['request.tags.exists(a, request.tags.exists(b, a == b))', 'expression_refused'],
    ['request.tags.map(a, request.tags.filter(b, b == a)).size() > 0', 'expression_refused'],
    ['request.summary.hasWord("1", "2", "3", "4", "5", "6", "7", "8", "9")', 'expression_too_large'],
    [`${'('.repeat(40)}true${')'.repeat(40)}`, 'expression_too_large'],
    ['request.constructor == "x"', 'expression_type'],
    ['request.__proto__ == "x"', 'expression_type'],
    ['constructor', 'expression_type'],
  ])('%s is refused as %s', (source, code) => {
    expect(verdict(source)).toBe(code)
  })

  it('refuses a source of too many parts', () => {
    expect(verdict(Array.from({ length: 300 }, () => 'true').join(' && '))).toBe('expression_too_large')
  })

  it('says where in the source the fault is', () => {
    const compiled = compileExpression(routingEnvironment, 'time.hour > 3 && request.categry == "x"')
    expect(compiled.ok ? null : [compiled.problem.start, compiled.problem.end]).toEqual([25, 32])
  })
})

describe('hasWord', () => {
  it.each<[string, string, boolean]>([
    ['REFUND please', 'refund', true],
    ['no refunds here', 'refund', false],
    ['prerefund', 'refund', false],
    ['refund.', 'Refund', true],
    ['(refund)', 'refund', true],
    ['refund_id missing', 'refund', false],
    ['card charged twice', 'charged twice', true],
    ['devolução em falta', 'DEVOLUÇÃO', true],
    ['devoluça\u0303o em falta', 'devolução', true],
    ['não', 'n', false],
    ['возврат денег', 'Возврат', true],
    ['возвраты', 'возврат', false],
    ['💥refund💥', 'refund', true],
    ['x', '', false],
    ['', 'refund', false],
    ['refunds, then refund', 'refund', true],
  ])('in "%s", "%s": %s', (summary, word, expected) => {
    const compiled = compileExpression<RoutingFacts>(routingEnvironment, `request.summary.hasWord("${word}")`)
    const asked = { ...facts, request: Object.assign(new RequestFacts(), { summary }) }
    expect(compiled.ok && compiled.value.holds(asked)).toBe(expected)
  })

  it('takes any of up to eight words', () => {
    expect(verdict('request.summary.hasWord("a", "b", "c", "d", "e", "f", "g", "twice")')).toBe(true)
  })
})

describe('expressions over an agent', () => {
  const agent = new AgentAttributes({
    skills: { payments: 3 },
    languages: ['en', 'es'],
    queues: ['payments'],
    team: 'backend',
    rating: 4.5,
  })

  it.each<[string, boolean]>([
    ['"payments" in agent.queues', true],
    ['agent.skills.payments >= 2', true],
    ['"payments" in agent.skills && agent.skills["payments"] > 5', false],
    ['agent.team == "backend" && agent.kind == "person"', true],
    ['agent.languages.exists(l, l == "pt")', false],
    ['agent.rating > 3 && agent.rating <= 4.5', true],
    ['agent.skills.java >= 1', false],
  ])('%s is %s', (source, expected) => {
    const compiled = compileExpression<{ agent: AgentAttributes }>(agentEnvironment, source)
    expect(compiled.ok && compiled.value.holds({ agent })).toBe(expected)
  })

  it('ranks by a number, 0 when there is none', () => {
    const value = (source: string) => {
      const compiled = compileScore<{ agent: AgentAttributes }>(agentEnvironment, source)
      return compiled.ok ? compiled.value.value({ agent }) : compiled.problem.code
    }
    expect(value('agent.skills.payments * 2 + agent.rating')).toBe(10.5)
    expect(value('agent.skills.java')).toBe(0)
    expect(value('agent.team')).toBe('expression_not_number')
  })
})
