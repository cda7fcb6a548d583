import { type Cluster, findCluster } from '../../core/recurring/index.ts'
import type { Context } from '../../platform/context.ts'
import { type AlikeTicket, areaOf, baselineMs, findTicketsOfArea } from './cluster-view.ts'
import type { TriggerEvent, TriggerTicket } from './trigger-view.ts'

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
    const asked = { area: areaOf(first.ticket), since: first.ticket.createdAt - baselineMs }
    const { tickets, from } = await context.read((tx) => findTicketsOfArea(tx, context.workspace.id, asked))
    for (const { event, ticket } of together) {
      const cluster = findCluster({ issueSummary: ticket.summary, createdAt: ticket.createdAt }, tickets, { from })
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
