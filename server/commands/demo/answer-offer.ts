import type { Offer } from '@switchyard/sdk'
import type { DemoWorld, Member } from './demo-world.ts'
import { chooseAnswer } from './offer-choice.ts'
import { takeUp } from './take-up.ts'

/** A member reads an offer and takes it, declines it or lets it run out. */
export async function answerOffer(world: DemoWorld, member: Member, offerId: string): Promise<void> {
  const { api, pace, tally, offers } = world
  if (offers.has(offerId)) return
  offers.add(offerId)
  tally.counts.offered++
  const random = world.newRandom()
  const path = `/v1/offers/${offerId}`
  const offer = await api.ask<Offer>({ method: 'GET', path })
  if (offer === null) return
  const answer = chooseAnswer(random, { kind: offer.kind ?? 'ticket', speed: pace.speed })
  if (answer.choice === 'miss') return
  await pace.wait(answer.afterMs)
  // Taken back, or run out, while the member made up its mind.
  if (!offers.has(offerId)) return
  if (answer.choice === 'accept') return accept(world, member, offer)
  const { code, reason } = answer
  if ((await api.ask({ method: 'POST', path: `${path}/decline`, body: { code, reason } })) === null) return
  tally.counts.declined++
}

async function accept(world: DemoWorld, member: Member, { id, taskId, ticketId }: Offer): Promise<void> {
  world.accepting.add(ticketId)
  try {
    const accepted = await world.api.ask<Offer>({ method: 'POST', path: `/v1/offers/${id}/accept` })
    if (accepted === null) return
    world.tally.counts.accepted++
    takeUp(world, member, { taskId, ticketId, kind: accepted.kind ?? 'ticket', callId: accepted.call?.id ?? null })
  } finally {
    world.accepting.delete(ticketId)
  }
}
