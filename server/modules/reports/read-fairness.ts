import {
  type Evenness,
  evennessOf,
  type PersonSeen,
  type PersonShare,
  sharesIn,
  type Stretch,
} from '../../core/fairness/index.ts'
import type { Context } from '../../platform/context.ts'
import { refuseField } from '../../platform/errors.ts'
import { askForReport, type ReportInput } from '../quality/index.ts'
import { type FairnessAsked, findOffersSeen, findPeople, findPresenceChanges, type PersonRow } from './fairness-view.ts'

const hourMs = 3_600_000
/** Hours are many: of three months each team would have two thousand. */
const longestDays = { hour: 31, team: 93 } as const

/** What fairness may be split by: by team, or by team and hour. */
export const fairnessGroups = ['team', 'hour'] as const

/** What is asked; the last thirty days when no instants are given. */
export interface FairnessInput extends Pick<ReportInput, 'from' | 'to' | 'queue' | 'channel'> {
  readonly team: string | null
  readonly groupBy: (typeof fairnessGroups)[number] | null
}

export interface FairnessReport {
  readonly from: number
  readonly to: number
  readonly filters: Pick<FairnessInput, 'queue' | 'channel' | 'team' | 'groupBy'>
  readonly whole: Evenness
  /** Everybody who was there or was offered something, by team and name. */
  readonly agents: readonly (PersonShare & { readonly name: string })[]
  /** Empty unless the report is split; by hour and team. `hour` is its beginning, null where it is not split by it. */
  readonly groups: readonly (Evenness & { readonly team: string | null; readonly hour: number | null })[]
}

/**
 * How evenly work is shared among people (routing.md, L9): the time each had work in hand by the time it was present, how
 * far these are apart, and what each was offered, declined, missed and took. With a queue, a channel or a limited scope
 * only offers from there count, and only people who had one; work in hand counts wherever it came from. Throws as
 * `askForReport` does, and `invalid` for more than 93 days, or 31 by the hour.
 */
export async function readFairness(context: Context, input: FairnessInput): Promise<FairnessReport> {
  const { queue, channel, team, groupBy } = input
  const whole = { ...input, serviceLine: null, agentId: null, groupBy: null }
  const { from, to, queues, channels } = askForReport(context, whole)
  const longest = longestDays[groupBy ?? 'team']
  if (to - from > longest * 24 * hourMs) throw refuseField('from', 'out_of_range', `Ask for ${longest} days at most.`)
  // What is asked for may end later than now: up to midnight of the running day, for one.
  const time = { from, to: Math.max(from, Math.min(to, context.now())) }
  const asked = { ...time, queue, channel, team, queues, channels }
  const { rows, people } = await readPeople(context, asked)
  const names = new Map(rows.map(({ id, name }) => [id, name]))
  const [shares = []] = sharesIn(people, [time])
  return {
    from,
    to,
    filters: { queue, channel, team, groupBy },
    whole: evennessOf(shares),
    agents: shares.map((share) => ({ ...share, name: names.get(share.id) ?? share.id })),
    groups: groupBy === null ? [] : groupsOf(people, groupBy === 'hour' ? hoursOf(time) : null, shares),
  }
}

async function readPeople(
  context: Context,
  asked: FairnessAsked,
): Promise<{ rows: readonly PersonRow[]; people: PersonSeen[] }> {
  return context.readAsOne(async (tx) => {
    const rows = await findPeople(tx, context.workspace.id, asked)
    const agentIds = rows.map(({ id }) => id)
    const { from, to } = asked
    const changes = await findPresenceChanges(tx, context.workspace.id, { agentIds, from, to })
    const offers = await findOffersSeen(tx, context.workspace.id, { agentIds, asked })
    const changesOf = Map.groupBy(changes, ({ agentId }) => agentId)
    const offersOf = Map.groupBy(offers, ({ agentId }) => agentId)
    const isNarrow = [asked.queue, asked.channel, asked.queues, asked.channels].some((limit) => limit !== null)
    const people = rows.map(({ id, team, presence }) => ({
      id,
      team,
      presence,
      changes: changesOf.get(id) ?? [],
      offers: offersOf.get(id) ?? [],
    }))
    const isMeant = ({ offers: own }: PersonSeen) => own.some(({ isAsked, at }) => isAsked && at >= from)
    return { rows, people: isNarrow ? people.filter(isMeant) : people }
  })
}

/** The hours of the clock the time is made of, in UTC; the first and the last may be cut. */
function hoursOf({ from, to }: Stretch): Stretch[] {
  const hours: Stretch[] = []
  for (let at = from; at < to;) {
    const next = Math.min(to, (Math.floor(at / hourMs) + 1) * hourMs)
    hours.push({ from: at, to: next })
    at = next
  }
  return hours
}

function groupsOf(
  people: readonly PersonSeen[],
  hours: readonly Stretch[] | null,
  whole: readonly PersonShare[],
): FairnessReport['groups'] {
  const parts = hours === null ? [whole] : sharesIn(people, hours)
  return parts.flatMap((shares, place) => {
    const hour = hours?.[place]?.from ?? null
    const byTeam = Map.groupBy(shares, ({ team }) => team)
    return [...byTeam].map(([team, own]) => ({ team, hour, ...evennessOf(own) }))
  })
}
