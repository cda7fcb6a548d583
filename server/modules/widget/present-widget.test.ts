import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findWidget } from '../chat/index.ts'
import { type ChatDesk, openChatDesk } from '../chat/testing/chat-desk.ts'
import { presentWidget } from './index.ts'

const hours = `live-chat:
    hours: evenings
    label: Live chat`
const evenings = `calendars:
  evenings:
    zone: Europe/Lisbon
    week: { mon: [["15:00", "20:00"]], tue: [["15:00", "20:00"]] }
`

let desk: ChatDesk
beforeAll(async () => {
  desk = await openChatDesk((text) =>
    text
      .replace(/live-chat:\n {4}label: Live chat/, hours)
      .replace(/^calendars:[^\n]*\n/m, evenings)
      .replace(/^( {4}frontline:[^\n]*\n)/m, '$1      hours: business-hours\n'),
  )
})
afterAll(() => desk.close())

describe('the hours of a chat', () => {
  it('are those of its channel and of its queue together, wherever each is', async () => {
    desk.home.advance(Date.parse('2030-01-07T14:00:00Z') - desk.context.now())
    const found = await findWidget(desk.home.here, { key: 'home.live-chat', requestId: 'r' })
    if (found === null) throw new Error('The widget is not there.')
    const { isOpen, changesAt, week } = await presentWidget(found, 'home.live-chat')
    // The queue closes at 19:00 in Madrid, which is 18:00 in Lisbon.
    expect(isOpen).toBe(false)
    expect(changesAt).toBe('2030-01-07T15:00:00.000Z')
    expect(week?.slice(0, 3).map(({ date, open }) => [date, open])).toEqual([
      ['2030-01-07', [['2030-01-07T15:00:00.000Z', '2030-01-07T18:00:00.000Z']]],
      ['2030-01-08', [['2030-01-08T15:00:00.000Z', '2030-01-08T18:00:00.000Z']]],
      ['2030-01-09', []],
    ])
  })
})
