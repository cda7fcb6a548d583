import { drawMs, spreads } from './durations.ts'
import type { DemoApi } from './demo-api.ts'
import type { DemoWorld, Member } from './demo-world.ts'

/** Signs of life, and how long the server believes one; a demo that dies leaves nobody online. */
const beatMs = 10_000
const ttlSeconds = 30

const comingMs = 20_000
const pausedMs = 60_000
const breaks = [
  { state: 'away', reason: 'break' },
  { state: 'away', reason: 'lunch' },
  { state: 'busy', reason: 'training' },
  { state: 'busy', reason: 'meeting' },
] as const
const byBreak = [60, 20, 8, 12]
const available = { state: 'available', reason: null } as const

/** One member's day: comes, works, takes breaks. */
export async function keepShift({ api, pace, tally, newRandom }: DemoWorld, member: Member): Promise<void> {
  const random = newRandom()
  await pace.wait(random.between(0, comingMs))
  while (!pace.signal.aborted) {
    await setPresence(api, member, available)
    await pace.wait(drawMs(random, spreads.atWork))
    tally.counts.breaks++
    await setPresence(api, member, breaks[random.weighted(byBreak)] ?? breaks[0])
    await pace.wait(drawMs(random, spreads.atBreak))
  }
}

/** Who has missed too many offers is taken off by the server, looks up after a while and goes on. */
export async function comeBack({ api, pace }: DemoWorld, member: Member): Promise<void> {
  await setPresence(api, member, breaks[0])
  await pace.wait(pausedMs)
  if (member.presence.reason === breaks[0].reason) await setPresence(api, member, available)
}

/** Renews everybody's presence before the server takes it for lost. */
export async function giveSignsOfLife({ api, pace, members }: DemoWorld): Promise<void> {
  while (!pace.signal.aborted) {
    await pace.waitForServer(beatMs)
    const online = [...members.values()].filter(({ presence }) => presence.state !== 'offline')
    await Promise.all(online.map((member) => setPresence(api, member, member.presence)))
  }
}

/** Says who is there and who is not. */
export async function setPresence(api: DemoApi, member: Member, presence: Member['presence']): Promise<boolean> {
  member.presence = presence
  const body = presence.state === 'offline' ? presence : { ...presence, ttlSeconds }
  return (await api.ask({ method: 'PUT', path: `/v1/agents/${member.id}/presence`, body })) !== null
}
