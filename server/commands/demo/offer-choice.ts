import type { Random } from '../seed/random.ts'
import { drawMs, spreads } from './durations.ts'

/** What an agent does with an offer. `afterMs` is in the demo's own time. */
export type OfferChoice =
  | { readonly choice: 'accept'; readonly afterMs: number }
  | { readonly choice: 'decline'; readonly afterMs: number; readonly code: string; readonly reason: string }
  | { readonly choice: 'miss' }

const chanceOfDecline = 0.03
const chanceOfMiss = 0.03
const declines = [
  { code: 'not_my_topic', reason: 'Not my topic.' },
  { code: 'conflict_of_interest', reason: 'I know this customer.' },
  { code: 'about_to_leave', reason: 'I am about to take my break.' },
] as const

/**
 * Chooses. An offer that is missed lasts the server's own seconds whatever the speed of the demo, so that misses get
 * rarer the faster the demo runs.
 */
export function chooseAnswer(random: Random, { kind, speed }: { kind: string; speed: number }): OfferChoice {
  const drawn = random.next()
  if (drawn < chanceOfMiss / speed) return { choice: 'miss' }
  const isLive = kind === 'call' || kind === 'callback'
  const afterMs = drawMs(random, isLive ? spreads.acceptCall : spreads.acceptTicket)
  if (drawn >= 1 - chanceOfDecline) return { choice: 'decline', afterMs, ...random.pick(declines) }
  return { choice: 'accept', afterMs }
}
