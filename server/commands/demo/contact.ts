import type { Random } from '../seed/random.ts'
import type { Surge } from './arrivals.ts'
import { customerCount, customerOf, type DemoCustomer } from './customer.ts'
import { drawMs, spreads } from './durations.ts'
import type { Scenario } from './scenario.ts'
import { scenarios } from './scenarios/index.ts'

/** One customer who asks for one thing, and what that customer will do. Times are the demo's own. */
export interface Contact {
  readonly customer: DemoCustomer
  readonly scenario: Scenario
  readonly serviceLine: string
  readonly channel: string
  /** What the caller says of the matter; left out, the workflow finds it. */
  readonly says: { readonly category?: string; readonly type?: string; readonly priority?: string }
  readonly fields: Readonly<Record<string, string | number>> | null
  /** How long a caller holds the line before anybody answers. */
  readonly patienceMs: number
  /** Whether a caller whose patience is over asks to be called back instead of hanging up. */
  readonly wantsCallback: boolean
  /** When the customer writes again without being asked, or null. */
  readonly followUpMs: number | null
  readonly replyMs: number
  /** When the customer finds that it is not solved after all, or null. */
  readonly reopensMs: number | null
}

const channels = ['ticket', 'email', 'live-chat', 'voice', 'api', 'partner'] as const
const byChannel = [22, 18, 22, 22, 10, 6]
const ofPrograms: ReadonlySet<string> = new Set(['api', 'partner'])
const chances = { surgeIsTheMatter: 0.6, saysCategory: 0.5, saysType: 0.6, saysPriority: 0.25, followsUp: 0.15 }
const chanceOfCallback = 0.4
const chanceOfReopening = 0.04
const priorities = ['low', 'normal', 'high', 'critical'] as const
const byPriority = [25, 40, 28, 7]
const byPriorityOfVip = [0, 25, 60, 15]
const currencies = { en: 'GBP', es: 'EUR', pt: 'EUR' } as const

/** Plans who comes next, with what and how. */
export function planContact(random: Random, surge: Surge | null): Contact {
  const customer = customerOf(Math.floor(random.between(0, customerCount)))
  const channel = channels[random.weighted(byChannel)] ?? 'ticket'
  const scenario = planScenario(random, channel, surge)
  const says = planWords(random, { channel, scenario, customer })
  return {
    customer,
    scenario,
    channel,
    serviceLine: random.pick(scenario.serviceLines),
    says,
    fields: says.type === undefined ? null : planFields(random, scenario, customer),
    patienceMs: drawMs(random, spreads.callerPatience),
    wantsCallback: random.next() < chanceOfCallback,
    followUpMs: random.next() < chances.followsUp ? drawMs(random, spreads.followUp) : null,
    replyMs: drawMs(random, spreads.customerReply),
    reopensMs: random.next() < chanceOfReopening ? drawMs(random, spreads.reopening) : null,
  }
}

/** Guests do not come through programs, and in a surge most come for the same reason. */
function planScenario(random: Random, channel: string, surge: Surge | null): Scenario {
  const isOfSurge = surge !== null && random.next() < chances.surgeIsTheMatter
  return random.pick(
    scenarios.filter(
      ({ category, serviceLines }) =>
        (!isOfSurge || category === surge.category) &&
        (!ofPrograms.has(channel) || !serviceLines.includes('guest-support')),
    ),
  )
}

function planWords(
  random: Random,
  { channel, scenario, customer }: Pick<Contact, 'channel' | 'scenario' | 'customer'>,
): Contact['says'] {
  const isVip = customer.tier === 'vip'
  const saysPriority = isVip || random.next() < chances.saysPriority
  const priority = priorities[random.weighted(isVip ? byPriorityOfVip : byPriority)] ?? 'normal'
  const isFormal = ofPrograms.has(channel) || random.next() < chances.saysCategory
  const saysType = isFormal && random.next() < chances.saysType
  // On the line nobody names a category; the exchange knows the customer and how urgent it is.
  if (channel === 'voice') return saysPriority ? { priority } : {}
  return {
    ...(isFormal && { category: scenario.category }),
    ...(saysType && { type: scenario.type }),
    ...(saysPriority && { priority }),
  }
}

function planFields(random: Random, scenario: Scenario, { language }: DemoCustomer): Contact['fields'] {
  if (scenario.fields === 'payment' && scenario.type === 'payment_issue') {
    const transactionId = `TX-${Math.floor(random.between(100_000, 999_999))}`
    return { transactionId, amount: Math.round(random.between(500, 25_000)) / 100, currency: currencies[language] }
  }
  if (scenario.fields === 'endpoint' && scenario.type === 'integration_issue') {
    return { endpoint: random.pick(['/sessions', '/rounds', '/balance']), statusCode: random.pick([502, 504, 429]) }
  }
  return null
}
