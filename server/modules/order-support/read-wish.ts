import { parseRating, printRating } from '../../core/filters/index.ts'
import { decodeId } from '../../platform/ids.ts'
import type { WantedAgent } from '../intake/index.ts'
import { becknCodes, refuseMember } from './refusals.ts'
import type { BecknAgent } from './support.ts'

/** What an `agent` in a body means: somebody who is named, or somebody who is searched. */
export type AgentWish =
  | { readonly kind: 'named'; readonly agentId: string }
  /** `language`: the first of those that are searched, which the conversation is in. */
  | { readonly kind: 'search'; readonly wanted: WantedAgent; readonly language: string | null }

const figure = /^\d{1,3}(\.\d{1,4})?$/

/**
 * Reads whom a body asks for. With an `id` it names one of our agents, whose rating can only be a figure; without, the
 * languages, skills, name and rating expression are what somebody must have. Throws `invalid` (30000, 30015, 40006).
 */
export function readWish(agent: BecknAgent): AgentWish {
  const { id, person = {}, rating } = agent
  if (id !== undefined) {
    if (rating !== undefined && !figure.test(rating))
      throw refuseRating('The rating of an agent there is is one figure, such as 4.6.')
    const agentId = decodeId('agent', id)
    if (agentId === null) throw unknownAgent(id)
    return { kind: 'named', agentId }
  }
  const languages = codesOf(person.languages, '/agent/person/languages')
  const skills = codesOf(person.skills, '/agent/person/skills')
  const name = person.name?.trim() ?? ''
  // All of them: what a queue asks for less of with time is not what was searched.
  const search = { name: name === '' ? null : name, rating: ratingOf(rating), languages, skills }
  const isEmpty = search.name === null && search.rating === null && languages.length + skills.length === 0
  const wanted = { skills: Object.fromEntries(skills.map((slug) => [slug, 1])), search: isEmpty ? null : search }
  return { kind: 'search', language: languages[0] ?? null, wanted }
}

export function unknownAgent(id: string) {
  const message = `There is no agent "${id}" here; leave the id out to search one.`
  return refuseMember(becknCodes.noAgent, { pointer: '/agent/id', code: 'unknown_agent', message })
}

function codesOf(words: readonly { code?: string }[] | undefined, pointer: string): string[] {
  const codes = (words ?? []).map(({ code }, index) => {
    if (code !== undefined && code !== '') return code
    const field = { pointer: `${pointer}/${index}/code`, code: 'required', message: 'A search goes by codes.' }
    throw refuseMember(becknCodes.invalidRequest, field)
  })
  return [...new Set(codes)]
}

function ratingOf(text: string | undefined): string | null {
  if (text === undefined) return null
  const read = parseRating(text)
  if (read.ok) return printRating(read.expression)
  throw refuseRating(`At character ${read.at + 1}: ${read.message}`)
}

function refuseRating(message: string) {
  return refuseMember(becknCodes.invalidRating, { pointer: '/agent/rating', code: 'invalid_rating', message })
}
