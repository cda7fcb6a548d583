import { Broken } from './invariants.ts'
import { type LoggedEvent, type OfferRow, type RowOf } from '../rows/row-types.ts'

/** Looks through the log: places of subjects without holes, and for each offer its beginning and its one end. */
export function checkLog(
  events: readonly LoggedEvent[],
  rows: {
    offers: readonly OfferRow[]
    tickets: readonly { id: string; eventSeq: number }[]
    calls: readonly RowOf['call'][]
  },
): void {
  const ofSubject = Map.groupBy(events, ({ subjectId }) => subjectId)
  for (const { id, eventSeq } of rows.tickets) {
    const places = (ofSubject.get(id) ?? []).map(({ subjectSeq }) => subjectSeq)
    const isWhole = places.every((place, index) => place === index + 1) && places.length === eventSeq
    if (!isWhole) throw new Broken('log_torn', `${id} has places ${places.join()} of ${eventSeq}`)
  }
  const told = Map.groupBy(
    events.filter(({ type }) => type.startsWith('offer.')),
    ({ data }) => String(data['offerId']).slice(-10),
  )
  const all = [...told.values()]
  const expected = rows.offers.flatMap(({ decisionId, state, createdAt, expiresAt }) => {
    // Work taken or given by hand is held as an offer nobody had to answer.
    if (decisionId === null && expiresAt === createdAt) return []
    return [state === 'pending' ? 'offer.created' : `offer.created offer.${state}`]
  })
  const found = all.map((list) => list.map(({ type }) => type).join(' '))
  if (found.toSorted().join() !== expected.toSorted().join())
    throw new Broken('log_torn', `told ${found.join()}, became ${expected.join()}`)
  checkEndsOfCalls(events, rows.calls)
}

const endsOfCalls = {
  'call.ended': ['hung_up', 'task_ended'],
  'call.abandoned': ['abandoned'],
  'callback.requested': ['callback'],
}

/** A call that has ended is told of once, by the event of its end. */
function checkEndsOfCalls(events: readonly LoggedEvent[], calls: readonly RowOf['call'][]): void {
  const told = events.flatMap(({ type, data }) => {
    const reasons = Object.entries(endsOfCalls).find(([name]) => name === type)?.[1]
    return reasons === undefined ? [] : [`${String(data['callRef'])} ${reasons.join()}`]
  })
  const expected = calls.flatMap(({ callRef, endReason }) => {
    const reasons = Object.values(endsOfCalls).find((list) => endReason !== null && list.includes(endReason))
    return reasons === undefined ? [] : [`${callRef} ${reasons.join()}`]
  })
  if (told.toSorted().join() !== expected.toSorted().join())
    throw new Broken('log_torn', `told ${told.join()}, became ${expected.join()}`)
}
