import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { createRandom } from '../seed/random.ts'
import { planContact } from './contact.ts'
import { customerOf } from './customer.ts'
import { homeQueueOf } from './home-queue.ts'
import { callRequestOf, ticketRequestOf } from './request-of.ts'
import { demoQueues, rosterOf } from './roster.ts'
import { languages } from './scenario.ts'
import { scenarios } from './scenarios/index.ts'

const text = readFileSync(join(import.meta.dirname, '../../../workflows/operations-review.yaml'), 'utf8')
const workflow = parse(text) as {
  languages: string[]
  routing: { queues: object }
  types: Record<string, { fields?: object }>
  presence: { reasons: string[] }
} & Record<'channels' | 'serviceLines' | 'categories' | 'services' | 'teams' | 'skills', object>
const contacts = ((random) => Array.from({ length: 3_000 }, () => planContact(random, null)))(createRandom(1))

describe('the demo speaks the words of the example workflow', () => {
  it('in its scenarios: all types, categories and service lines', () => {
    const used = (pick: (scenario: (typeof scenarios)[number]) => readonly string[]) =>
      [...new Set(scenarios.flatMap(pick))].toSorted()
    expect(used(({ type }) => [type])).toEqual(Object.keys(workflow.types).toSorted())
    expect(used(({ category }) => [category])).toEqual(Object.keys(workflow.categories).toSorted())
    expect(used(({ serviceLines }) => serviceLines)).toEqual(Object.keys(workflow.serviceLines).toSorted())
    const services = Object.keys(workflow.services)
    expect(services).toEqual(expect.arrayContaining(used(({ affected }) => (affected === undefined ? [] : [affected]))))
    const queues = Object.keys(workflow.routing.queues)
    for (const { category } of scenarios) expect(queues).toContain(homeQueueOf(category))
  })

  it('in its agents: queues, teams, skills, languages', () => {
    const roster = rosterOf(200)
    expect(Object.keys(workflow.routing.queues)).toEqual(expect.arrayContaining([...demoQueues]))
    for (const { team, skills, languages: spoken } of roster) {
      expect(Object.keys(workflow.teams)).toContain(team)
      expect(Object.keys(workflow.skills)).toEqual(expect.arrayContaining(Object.keys(skills)))
      expect(workflow.languages).toEqual(expect.arrayContaining([...spoken]))
    }
    expect(new Set(roster.map(({ email }) => email)).size).toBe(200)
    expect(rosterOf(7)).toEqual(roster.slice(0, 7))
  })

  it('in its requests: every channel and language, and fields of the type', () => {
    expect(new Set(contacts.map(({ channel }) => channel))).toEqual(new Set(Object.keys(workflow.channels)))
    expect(new Set(contacts.map(({ customer }) => customer.language))).toEqual(new Set(languages))
    const withFields = contacts.filter(({ fields }) => fields !== null)
    expect(withFields.length).toBeGreaterThan(0)
    for (const { fields, says } of withFields) {
      const known = Object.keys(workflow.types[says.type ?? '']?.fields ?? {})
      expect(known).toEqual(expect.arrayContaining(Object.keys(fields ?? {})))
    }
  })
})

describe('a contact', () => {
  it('is the same for the same seed', () => {
    expect(planContact(createRandom(5), null)).toEqual(planContact(createRandom(5), null))
  })

  it('comes in the customer’s language, and the same number is the same person', () => {
    for (const contact of contacts.slice(0, 200)) {
      const { customer, scenario } = contact
      expect(ticketRequestOf(contact)).toMatchObject({
        language: customer.language,
        issueSummary: scenario.asks[customer.language][0],
        customer: { name: customer.name },
      })
      expect(customerOf(Number(customer.externalId.slice(-4)))).toEqual(customer)
    }
  })

  it('of a guest comes through no program, and of a caller names no category', () => {
    for (const { channel, serviceLine, says } of contacts) {
      if (channel === 'api' || channel === 'partner') expect(serviceLine).not.toBe('guest-support')
      if (channel === 'voice') expect(Object.keys(says)).not.toContain('category')
    }
  })

  it('of a VIP is never of low priority', () => {
    const vips = contacts.filter(({ customer }) => customer.tier === 'vip')
    expect(vips.length).toBeGreaterThan(50)
    expect(new Set(vips.map(({ says }) => says.priority))).toEqual(new Set(['normal', 'high', 'critical']))
  })

  it('in a surge is mostly about the one thing', () => {
    const random = createRandom(2)
    const surge = { factor: 3, category: 'infrastructure' }
    const surging = Array.from({ length: 500 }, () => planContact(random, surge))
    const share = surging.filter(({ scenario }) => scenario.category === 'infrastructure').length / 500
    expect(share).toBeGreaterThan(0.5)
  })

  it('by telephone gives a number the exchange may send', () => {
    for (const contact of contacts.slice(0, 50)) {
      const { from, callRef } = callRequestOf(contact, 'demo-1')
      expect(from).toMatch(/^\+\d{10,15}$/)
      expect(callRef).toBe('demo-1')
    }
  })
})
