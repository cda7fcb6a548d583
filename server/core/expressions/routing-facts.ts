import type { Environment } from '@marcbachmann/cel-js'
import type { Zone } from '../calendars/zone.ts'
import { createEnvironment } from './environment.ts'

/** What rules and SLA policies may ask about: `request`, `customer`, `order` and `time`. */
export interface RoutingFacts {
  readonly request: RequestFacts
  readonly customer: CustomerFacts
  readonly order: OrderFacts
  readonly time: TimeFacts
}

type Attributes = Readonly<Record<string, unknown>>

/** The request. What is not known is '' or an empty list, so no rule trips over null. Rules that continue write into it. */
export class RequestFacts {
  summary = ''
  text = ''
  serviceLine = ''
  channel = ''
  language = ''
  kind = ''
  queue = ''
  priority = ''
  type = ''
  category = ''
  impact = ''
  urgency = ''
  tags: readonly string[] = []
  affected: readonly string[] = []
  fields: Attributes = {}
}

export class CustomerFacts {
  externalId = ''
  language = ''
  tier = ''
  attributes: Attributes = {}
}

/** The order the request is about; `present` is false and the rest empty when there is none. */
export class OrderFacts {
  present = false
  id = ''
  storeId = ''
  region = ''
  brand = ''
  status = ''
  serviceMode = ''
  /** Minutes since it was placed; 0 when that is not known. */
  ageMinutes = 0
}

/** The moment in the workspace's zone, read only when a rule asks. */
export class TimeFacts {
  readonly #zone: Zone
  readonly #nowMs: number

  constructor(zone: Zone, nowMs: number) {
    this.#zone = zone
    this.#nowMs = nowMs
  }

  get hour(): number {
    return Math.floor(this.#minuteOfDay / 60)
  }

  get minute(): number {
    return this.#minuteOfDay % 60
  }

  /** `mon` to `sun`. */
  get weekday(): string {
    return weekdayNames[positiveRemainder(Math.floor(this.#wall / dayMs) + 4, 7)] ?? ''
  }

  /** `2026-03-03`. */
  get date(): string {
    return Temporal.Instant.fromEpochMilliseconds(this.#wall).toString().slice(0, 10)
  }

  get #wall(): number {
    return this.#zone.wallOf(this.#nowMs)
  }

  get #minuteOfDay(): number {
    return Math.floor(positiveRemainder(this.#wall, dayMs) / 60_000)
  }
}

const dayMs = 86_400_000
const weekdayNames = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

function positiveRemainder(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor
}

const text = 'string'
const texts = 'list<string>'
const open = 'map<string, dyn>'

/** What every environment about a request or a ticket knows besides it: `customer`, `order` and `time`. */
export const surroundings: Environment = createEnvironment()
  .registerType('Customer', {
    ctor: CustomerFacts,
    fields: { externalId: text, language: text, tier: text, attributes: open },
  })
  .registerType('Order', {
    ctor: OrderFacts,
    fields: {
      present: 'bool',
      id: text,
      storeId: text,
      region: text,
      brand: text,
      status: text,
      serviceMode: text,
      ageMinutes: 'double',
    },
  })
  .registerType('Time', { ctor: TimeFacts, fields: { hour: 'double', minute: 'double', weekday: text, date: text } })
  .registerVariable('customer', 'Customer')
  .registerVariable('order', 'Order')
  .registerVariable('time', 'Time')

/** The environment rules are checked and compiled in. */
export const routingEnvironment: Environment = surroundings
  .clone()
  .registerType('Request', {
    ctor: RequestFacts,
    fields: {
      summary: text,
      text,
      serviceLine: text,
      channel: text,
      language: text,
      kind: text,
      queue: text,
      priority: text,
      type: text,
      category: text,
      impact: text,
      urgency: text,
      tags: texts,
      affected: texts,
      fields: open,
    },
  })
  .registerVariable('request', 'Request')
