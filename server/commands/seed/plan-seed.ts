import type { NewAgentInput } from '../../modules/agents/index.ts'
import { exampleAgents } from '../../start/example/example-agents.ts'
import { exampleStories } from '../../start/example/example-stories.ts'
import type { Story } from '../../start/example/story.ts'
import { createRandom, type Random } from './random.ts'

/** What a seeding brings. Addresses and external ids carry the word, so that it can be cleared again. */
export const seedTag = 'seed'
export const seedDomain = '@seed.switchyard.local'
/** A number follows. */
export const customerPrefix = `${seedTag}-customer-`

export interface SeedPlan {
  readonly agents: readonly NewAgentInput[]
  /** Those that are played, in the order they were asked. An agent's key is its place in `agents`. */
  readonly stories: readonly Story[]
  /** How long ago each ticket was asked, played or not; the oldest first. */
  readonly ages: Float64Array
  /** Of the stories, among all tickets. */
  readonly places: readonly number[]
}

export interface SeedSize {
  readonly tickets: number
  readonly agents: number
  readonly days: number
  readonly seed: number
}

const dayMs = 86_400_000
const hourMs = 3_600_000
/** Tickets by hour of the day: a night, a morning, an afternoon and a long evening. */
const byHour = [3, 2, 1, 1, 1, 2, 3, 5, 8, 10, 11, 11, 10, 9, 9, 10, 10, 11, 12, 13, 13, 11, 8, 5]
const shareStillOpen = 0.05
const mayBeOpenMs = 2 * dayMs
/** Of a history that is copied: what is open is played, which takes its time. */
const mostOpen = 200

const firstNames = [
  'Ana',
  'Ben',
  'Carla',
  'Dario',
  'Elif',
  'Farid',
  'Gloria',
  'Hana',
  'Ivan',
  'Joana',
  'Kofi',
  'Laura',
  'Miguel',
  'Nadia',
  'Oscar',
  'Paula',
  'Rita',
  'Sam',
  'Teresa',
  'Victor',
]
const lastNames = [
  'Almeida',
  'Blanco',
  'Costa',
  'Duarte',
  'Evans',
  'Ferrer',
  'García',
  'Haddad',
  'Ito',
  'Jansen',
  'Keller',
  'Lopes',
  'Moreno',
  'Novak',
  'Ortiz',
  'Pereira',
  'Quinn',
  'Ramos',
  'Silva',
  'Torres',
]

/**
 * Plans agents and tickets, always the same for the same size and seed. Of more tickets than `mostPlayed` so many, evenly
 * chosen, have a story, and some more that are still open; the others are to be copies of those.
 */
export function planSeed(size: SeedSize, mostPlayed: number = size.tickets): SeedPlan {
  const random = createRandom(size.seed)
  const agents = Array.from({ length: size.agents }, (_, place) => planAgent(random, place))
  const ages = Float64Array.from({ length: size.tickets }, () => planAge(random, size.days)).toSorted((a, b) => b - a)
  if (size.tickets <= mostPlayed) {
    const stories = Array.from(ages, (ageMs) => planStory(random, ageMs, size))
    return { agents, stories, ages, places: stories.map((_, place) => place) }
  }
  const open = placesStillOpen(ages)
  const evenly = Array.from({ length: mostPlayed }, (_, index) => Math.floor((index * size.tickets) / mostPlayed))
  const places = [...new Set([...evenly, ...open])].toSorted((one, other) => one - other)
  const stories = places.map((place) => planStory(random, ages[place] ?? 0, { ...size, isOpen: open.has(place) }))
  return { agents, stories, ages, places }
}

/** Evenly chosen among those young enough. */
function placesStillOpen(ages: Float64Array): Set<number> {
  const first = ages.findIndex((ageMs) => ageMs < mayBeOpenMs)
  if (first < 0) return new Set()
  const young = ages.length - first
  const count = Math.min(mostOpen, Math.round(young * shareStillOpen))
  return new Set(Array.from({ length: count }, (_, index) => first + Math.floor((index * young) / count)))
}

/** The name of a customer by number, the same for the same seed. */
export function customerName({ seed }: SeedSize, customer: number): string {
  return nameOf(createRandom(seed ^ Math.imul(customer + 1, 0x9e3779b1)))
}

/** Half of them write English. */
export function languageOf(customer: number): string {
  return ['en', 'es', 'en', 'pt'][customer % 4] ?? 'en'
}

function nameOf(random: Random): string {
  return `${random.pick(firstNames)} ${random.pick(lastNames)}`
}

function planAgent(random: Random, place: number): NewAgentInput {
  const { name: _name, rating: _rating, ...like } = random.pick(Object.values(exampleAgents).filter(isPerson))
  const rating = random.between(3.4, 5).toFixed(1)
  return { ...like, name: nameOf(random), email: `agent-${place + 1}${seedDomain}`, rating }
}

function isPerson({ kind = 'person' }: NewAgentInput): boolean {
  return kind === 'person'
}

function planAge(random: Random, days: number): number {
  const hour = random.weighted(byHour)
  const ageMs = Math.floor(random.between(0, days)) * dayMs + (23 - hour) * hourMs + random.between(0, hourMs)
  return Math.min(ageMs, days * dayMs)
}

function planStory(random: Random, ageMs: number, size: SeedSize & { readonly isOpen?: boolean }): Story {
  const like = random.pick(exampleStories)
  const isOpen = size.isOpen ?? (ageMs < mayBeOpenMs && random.next() < shareStillOpen)
  const { orderId: _orderId, ...asked } = like.request
  const language = asked.language ?? 'en'
  const isCare = asked.serviceLine === 'guest-support'
  return {
    ...like,
    request: {
      ...asked,
      ...(!isCare && asked.category === undefined && { category: 'user_system' }),
      customerId: `${customerPrefix}${Math.floor(random.between(0, Math.max(1, size.tickets / 3)))}`,
      customer: { name: nameOf(random), language },
      tags: [seedTag],
    },
    ageMs,
    lastedMs: Math.min(ageMs, like.lastedMs * random.between(0.5, 2)),
    agent: String(Math.floor(random.between(0, size.agents))),
    reach: isOpen ? (isCare ? 'handling' : 'diagnosing') : 'closed',
    cause: like.cause || 'Found in the logs.',
    correction: like.correction || 'Set right.',
    resolution: like.resolution || 'Solved.',
  }
}
