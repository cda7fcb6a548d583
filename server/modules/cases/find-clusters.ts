import { type Cluster, findCluster } from '../../core/recurring/index.ts'
import type { Context } from '../../platform/context.ts'
import { type AlikeTicket, areaOf, findTicketsOfArea } from './cluster-view.ts'
import type { TriggerEvent, TriggerTicket } from './trigger-view.ts'

/** What is usual is told by the four weeks before. */
const baselineMs = 28 * 24 * 3_600_000
/** Of a busier area the latest ones stand for all. */
const mostCompared = 5_000

/** Surges that begin or go on with tickets that have just come, by event. */
export type Clusters = ReadonlyMap<string, Cluster<AlikeTicket>>

/** Looks at the tickets that these events tell the creation of, each as it was when it came. */
export async function findClusters(
  context: Context,
  events: readonly TriggerEvent[],
  ticketOf: ReadonlyMap<string, TriggerTicket>,
): Promise<Clusters> {
  const created = events.flatMap((event) => {
    const ticket = event.type === 'ticket.created' ? ticketOf.get(event.ticketId) : undefined
    return ticket === undefined ? [] : [{ event, ticket }]
  })
  const clusters = new Map<string, Cluster<AlikeTicket>>()
  for (const together of Map.groupBy(created, ({ ticket }) => JSON.stringify(areaOf(ticket))).values()) {
    const [first] = together
    if (first === undefined) continue
    const earliest = first.ticket.createdAt - baselineMs
    const asked = { area: areaOf(first.ticket), from: earliest, limit: mostCompared }
    const others = await context.read((tx) => findTicketsOfArea(tx, context.workspace.id, asked))
    const isAll = others.length < mostCompared
    const from = isAll ? earliest : (others[0]?.createdAt ?? earliest)
    for (const { event, ticket } of together) {
      const cluster = findCluster({ issueSummary: ticket.summary, createdAt: ticket.createdAt }, others, { from })
      if (cluster !== null) clusters.set(event.id, cluster)
    }
  }
  return clusters
}

/** Why such a case is opened, for whoever looks into it. */
export function noteOfCluster({ surge, tickets }: Cluster<AlikeTicket>): string {
  const numbers = tickets.map(({ number }) => `#${number}`).join(', ')
  const usual = Math.round(surge.expected * 10) / 10
  return `${surge.seen} tickets that tell of the same came within four hours, where ${usual} are usual: ${numbers}.`
}
