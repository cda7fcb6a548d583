import { languageName, languagesMatch, type RejectReason } from '../../core/routing/index.ts'

/**
 * The engine knows skills, one language and queues. What else a workflow may ask (a channel, one of several languages, a
 * pool that widens with age) is put to it as a skill whose name holds a space, which no skill of a workflow has.
 */
export const ownSkills = {
  channel: (slug: string) => `channel ${slug}`,
  anyLanguage: (languages: readonly string[]) => `language ${languages.toSorted().join(' or ')}`,
  pool: (queue: string) => `pool ${queue}`,
}

const isOwn = (text: string) => /^(channel|language|pool) /.test(text)

interface Reason<Code extends string> {
  readonly code: Code
  readonly text: string
}

/** Reasons of a decision as an agent reads them: without the requirements that are ours. */
export function plainReasons<Code extends string>(reasons: readonly Reason<Code>[]): Reason<Code>[] {
  return reasons.map(({ code, text }) => {
    if (code !== 'requirements_met') return { code, text }
    const parts = text.split(' · ').filter((part) => !isOwn(part))
    const [first = 'Member of the queue, no skill needed', ...others] = parts
    return { code, text: [sentence(first), ...others].join(' · ') }
  })
}

/** `speaks Portuguese` begins with a capital once it comes first; a skill's slug stays as it is written. */
function sentence(text: string): string {
  return text.replace(/^speaks /, 'Speaks ')
}

/** A reason against an agent in words: a skill of ours is told as what it stands for. */
export function plainRefusal(reason: Reason<RejectReason>): Reason<RejectReason> {
  const [, own] = /^(?:Has no )?((?:channel|language|pool) .+?)(?: \d+)?, needs \d+$/.exec(reason.text) ?? []
  if (own === undefined) return reason
  const [word, ...rest] = own.split(' ')
  const what = rest.join(' ')
  if (word === 'channel') return { code: 'no_permission', text: `Takes no work of the channel ${what}` }
  if (word === 'pool') return { code: 'not_member', text: `Not yet in the pool of ${what}` }
  return { code: 'language_missing', text: `Does not speak ${what.split(' or ').map(languageName).join(' or ')}` }
}

/** Whether somebody who speaks `spoken` can serve any of the `wanted` languages. */
export function speaksAny(spoken: readonly string[], wanted: readonly string[]): boolean {
  return wanted.some((language) => spoken.some((own) => languagesMatch(own, language)))
}
