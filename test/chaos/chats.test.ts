import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fuzzChats } from './chats/chat-fuzz.ts'
import { type ChatPlace, openChatPlace } from './chats/chat-place.ts'
import { stormChats } from './chats/chat-storm.ts'

let place: ChatPlace
beforeAll(async () => {
  place = await openChatPlace()
}, 120_000)
afterAll(() => place?.close())

describe('the sockets of chats and desks', () => {
  it('answer what no page would send by the closed list, and nobody else hears of it', async () => {
    const report = await fuzzChats(place, { frames: 2_400, seed: 1 })
    expect(report.faults).toEqual([])
    expect(report.frames).toBeGreaterThanOrEqual(2_400)
    expect(report.deskFrames).toBeGreaterThanOrEqual(100)
    expect(Object.keys(report.codes)).toEqual(
      expect.arrayContaining(['malformed_frame', 'unknown_frame', 'invalid_message']),
    )
  }, 120_000)

  it('come back when the service is killed, and no message is lost or doubled', async () => {
    const storm = { chats: 10, socketsOfChat: 4, kills: 1, messages: 400, idleSeconds: 0 }
    const report = await stormChats(place, storm)
    expect(report).toMatchObject({ said: 400, acknowledged: 400, kills: 1, lost: [], doubled: [], torn: [] })
    expect(report.backMs.every((ms) => ms < 30_000)).toBe(true)
  }, 240_000)
})
