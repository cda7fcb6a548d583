import { expect, it } from 'vitest'
import { changedHours } from './changed-hours.ts'

const office = { zone: 'UTC', week: { mon: [['09:00', '17:00']] } } as const
const documentOf = (calendars: object) => ({ calendars }) as unknown as Parameters<typeof changedHours>[0]

it('names the hours that a publication ends, under the name their calendar keeps', () => {
  const before = documentOf({ office, night: { zone: 'UTC', alwaysOpen: true }, gone: office, same: office })
  const after = documentOf({
    desk: office,
    night: { zone: 'Europe/Madrid', alwaysOpen: true },
    same: { week: { mon: [['09:00', '17:00']] }, zone: 'UTC' },
  })
  expect(changedHours(before, after, { office: 'desk' })).toEqual([
    { calendar: 'night', definition: { zone: 'UTC', alwaysOpen: true } },
    { calendar: 'gone', definition: office },
  ])
})

it('ends the hours of a calendar with those of the one it is within, which they keep', () => {
  const partner = { zone: 'UTC', week: { mon: [['12:00', '20:00']] } } as const
  const desk = { ...office, within: 'partner' }
  const before = documentOf({ desk, partner })
  const longer = { ...partner, week: { mon: [['08:00', '20:00']] } }
  expect(changedHours(before, documentOf({ desk, partner: longer }), {})).toEqual([
    { calendar: 'desk', definition: { ...office, within: partner } },
    { calendar: 'partner', definition: partner },
  ])
  expect(changedHours(before, documentOf({ desk: office, partner }), {})).toEqual([
    { calendar: 'desk', definition: { ...office, within: partner } },
  ])
  const renamed = documentOf({ desk: { ...office, within: 'other' }, other: partner })
  expect(changedHours(before, renamed, { partner: 'other' })).toEqual([])
})
