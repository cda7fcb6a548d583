import { type ReadText, readText, scoreOf, wordsOf } from '../similarity/index.ts'

/** A ticket as far as it says what it is about. */
export interface IssueTicket {
  readonly id: string
  /** What is affected, else the service line; null = neither is known. */
  readonly service: string | null
  /** The code of the cause somebody found; null = none was. */
  readonly cause: string | null
  readonly category: string | null
  readonly issueSummary: string
}

/** Tickets that tell of the same issue. */
export interface IssueCluster<Ticket> {
  /** The same for the same tickets: what they have in common, and the first of them where only words hold them together. */
  readonly key: string
  /** What makes them one: the cause somebody found, or the category and alike words. */
  readonly by: 'cause' | 'words'
  readonly service: string | null
  readonly cause: string | null
  readonly category: string | null
  /** Words that more than half of the summaries have, as the first one says them. */
  readonly words: readonly string[]
  /** In the order given. */
  readonly tickets: readonly Ticket[]
}

/** Summaries less alike than this tell of different things; the same bar as for duplicates. */
export const leastScore = 0.4
/** Of the issues that share words with a ticket, those compared with it whole. */
const mostCompared = 12
/** A word that more issues than this have in common tells nothing. */
const mostOfOneWord = 200
const mostWords = 6

/**
 * Puts tickets together that tell of the same issue (helpdesk.md 2.8): by service and cause where a cause was found, else
 * by service, category and how alike their summaries are. Without a model: the first ticket of an issue stands for it,
 * and a ticket joins the issue whose first summary is most like its own. The same tickets in the same order always give
 * the same issues. Issues of fewer than `least` tickets are left out. Says after each part how many tickets it looked at,
 * so that whoever runs it may see to others first.
 */
export function* clusterIssues<Ticket extends IssueTicket>(
  tickets: readonly Ticket[],
  { least }: { least: number },
): Slices<IssueCluster<Ticket>[]> {
  const groups = Map.groupBy(tickets, ({ service, cause, category }) =>
    JSON.stringify(cause === null ? ['words', service, category] : ['cause', service, cause]),
  )
  const clusters: IssueCluster<Ticket>[] = []
  for (const group of groups.values()) {
    const found = group[0]?.cause == null ? yield* byWords(group) : [{ by: 'cause' as const, tickets: group }]
    for (const one of found) {
      if (one.tickets.length < least) continue
      clusters.push(...describe(one))
      yield one.tickets.length
    }
  }
  return clusters
}

type Slices<Result> = Generator<number, Result, void>

interface Found<Ticket> {
  readonly by: IssueCluster<Ticket>['by']
  readonly tickets: Ticket[]
}

/** Only issues that share a word with a ticket can be like it: those with the most and rarest are compared. */
function* byWords<Ticket extends IssueTicket>(tickets: readonly Ticket[]): Slices<Found<Ticket>[]> {
  const found: Found<Ticket>[] = []
  const firsts: ReadText[] = []
  const holders = new Map<string, number[]>()
  // Many say the same in the same words.
  const texts = new Map<string, ReadText>()
  for (const ticket of tickets) {
    yield 1
    const text = texts.get(ticket.issueSummary) ?? readText(ticket.issueSummary)
    texts.set(ticket.issueSummary, text)
    const place = closest(firsts, text, candidatesOf(text.words, holders))
    if (place !== null) {
      found[place]?.tickets.push(ticket)
      continue
    }
    for (const word of text.words) {
      const places = holders.get(word)
      if (places === undefined) holders.set(word, [found.length])
      else places.push(found.length)
    }
    found.push({ by: 'words', tickets: [ticket] })
    firsts.push(text)
  }
  return found
}

/** Places of issues that share telling words, the most telling first. */
function candidatesOf(words: ReadonlySet<string>, holders: ReadonlyMap<string, readonly number[]>): number[] {
  const weights = new Map<number, number>()
  for (const word of words) {
    const places = holders.get(word) ?? []
    if (places.length > mostOfOneWord) continue
    for (const place of places) weights.set(place, (weights.get(place) ?? 0) + 1 / places.length)
  }
  return [...weights]
    .toSorted(([onePlace, one], [otherPlace, other]) => other - one || onePlace - otherPlace)
    .slice(0, mostCompared)
    .map(([place]) => place)
}

function closest(firsts: readonly ReadText[], text: ReadText, places: readonly number[]): number | null {
  let best: number | null = null
  let bestScore = leastScore
  for (const place of places) {
    const first = firsts[place]
    if (first === undefined) continue
    const score = scoreOf(first, text)
    if (score > bestScore || (score === bestScore && best === null)) {
      best = place
      bestScore = score
    }
  }
  return best
}

function describe<Ticket extends IssueTicket>({ by, tickets }: Found<Ticket>): IssueCluster<Ticket>[] {
  const [first] = tickets
  if (first === undefined) return []
  const { service, cause } = first
  const category = tickets.every((one) => one.category === first.category) ? first.category : null
  const parts = by === 'cause' ? [by, service, cause] : [by, service, category, first.id]
  const key = parts.map((part) => part ?? '-').join(':')
  return [{ key, by, service, cause, category, words: sharedWords(tickets), tickets }]
}

function sharedWords(tickets: readonly IssueTicket[]): string[] {
  const counts = new Map<string, number>()
  for (const { issueSummary } of tickets)
    for (const word of wordsOf(issueSummary)) counts.set(word, (counts.get(word) ?? 0) + 1)
  const first = [...wordsOf(tickets[0]?.issueSummary ?? '')]
  return first.filter((word) => (counts.get(word) ?? 0) * 2 > tickets.length).slice(0, mostWords)
}
