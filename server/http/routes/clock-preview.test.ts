import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { authenticateToken, createToken } from '../../modules/access/index.ts'
import { grantOf } from '../../modules/access/testing/test-installation-store.ts'
import { openRouterWorld } from '../../jobs/testing/router-world.ts'
import { openSampleApp } from '../testing/sample-app.ts'
import { clockPreviewRoutes } from './clock-preview.ts'

const world = await openRouterWorld()
const { installation } = world
const sample = await openSampleApp({
  routes: clockPreviewRoutes(),
  authenticate: {
    token: (text) => authenticateToken(installation, text),
    session: () => {
      throw new Error('No sessions here.')
    },
  },
  openContextFor: ({ workspace, principal }, requestId) =>
    installation.openContext({ workspace, principal, requestId }),
})
afterAll(async () => {
  await sample.close()
  await world.close()
})

let headers: { authorization: string }
beforeAll(async () => {
  const desk = await world.openDesk((text) =>
    text.replace(
      '\ncalendars:\n',
      '\ncalendars:\n  late: { zone: UTC, week: { tue: [["12:00", "20:00"]] }, within: business-hours }\n',
    ),
  )
  const { secret } = await createToken(desk.context, grantOf({ role: 'auditor' }))
  headers = { authorization: `Bearer ${secret}` }
})

async function preview(payload: object) {
  const answer = await sample.app.inject({ method: 'POST', url: '/v1/sla/preview', headers, payload })
  return { status: answer.statusCode, body: answer.json() }
}

async function hours(query: string) {
  const answer = await sample.app.inject({ method: 'GET', url: `/v1/calendars/${query}`, headers })
  return { status: answer.statusCode, body: answer.json() }
}

const weekdays = (...spans: [string, string][]) => ({ mon: spans, tue: spans, wed: spans, thu: spans, fri: spans })

describe('a target of working days', () => {
  const calendar = { zone: 'Europe/Paris', week: weekdays(['08:00', '18:00']) }

  it('counts days that open, however long', async () => {
    const { status, body } = await preview({ calendar, start: '2026-03-27T15:00:00Z', target: 'P2D' })
    expect(status).toBe(200)
    expect(body).toMatchObject({ dueAt: '2026-03-31T14:00:00.000Z', unit: 'days', targetMs: 2 * 86_400_000 })
    expect((await preview({ calendar, start: '2026-03-27T15:00:00Z', target: '48h' })).body).toMatchObject({
      dueAt: '2026-04-03T12:00:00.000Z',
      unit: 'hours',
    })
  })

  it('takes no hours beside the days, and no more days than can be shown', async () => {
    const refused = async (target: string) => {
      const { status, body } = await preview({ calendar, start: '2026-03-27T15:00:00Z', target })
      return [status, body.errors]
    }
    const mixed = { pointer: '/target', code: 'ambiguous_days' }
    expect(await refused('2d4h')).toEqual([400, [expect.objectContaining(mixed)]])
    expect(await refused('521d')).toEqual([400, [expect.objectContaining({ pointer: '/target', code: 'too_long' })]])
  })
})

// The golden cases of helpdesk.md 2.1.
describe('a target is tried without a ticket', () => {
  it.each([
    [
      'A',
      { zone: 'Europe/Paris', week: weekdays(['08:00', '18:00']) },
      '2026-03-03T15:00:00Z',
      'PT4H',
      '2026-03-04T09:00:00.000Z',
    ],
    [
      'C',
      { zone: 'America/New_York', week: weekdays(['09:00', '17:00']) },
      '2026-03-06T21:30:00Z',
      'PT1H',
      '2026-03-09T13:30:00.000Z',
    ],
    [
      'G',
      { zone: 'Asia/Kolkata', week: weekdays(['10:00', '13:00'], ['14:00', '18:00']) },
      '2026-03-03T07:15:00Z',
      'PT1H',
      '2026-03-03T09:15:00.000Z',
    ],
    [
      'H',
      { zone: 'Europe/Berlin', week: weekdays(['09:00', '17:00']), holidays: ['2026-04-03', '2026-04-06'] },
      '2026-04-02T14:00:00Z',
      '2h',
      '2026-04-07T08:00:00.000Z',
    ],
  ])('golden case %s', async (...[, calendar, start, target, dueAt]) => {
    const { status, body } = await preview({ calendar, start, target })
    expect(status).toBe(200)
    expect(body.dueAt).toBe(dueAt)
    const counted = (body.segments as { from: string; to: string; counted: boolean }[]).filter((one) => one.counted)
    expect(counted.reduce((total, { from, to }) => total + Date.parse(to) - Date.parse(from), 0)).toBe(body.targetMs)
  })

  it('by a calendar of the workflow, with a pause (golden case B)', async () => {
    const pauses = [{ from: '2026-03-03T09:00:00Z', to: '2026-03-03T10:05:00Z' }]
    const asked = { calendar: 'always-on', start: '2026-03-03T08:00:00Z', target: 'PT2H', pauses }
    expect((await preview(asked)).body).toMatchObject({
      dueAt: '2026-03-03T11:05:00.000Z',
      zone: 'UTC',
      segments: [{ reason: 'open' }, { reason: 'paused', counted: false }, { reason: 'open' }],
    })
  })

  it('by a draft within a calendar of the workflow', async () => {
    const calendar = { zone: 'Europe/Paris', week: weekdays(['08:00', '18:00']), within: 'business-hours' }
    // Business hours are from 15:00 on in Madrid, after lunch.
    expect((await preview({ calendar, start: '2026-03-03T13:30:00Z', target: 'PT4H' })).body).toMatchObject({
      dueAt: '2026-03-04T09:00:00.000Z',
      zone: 'Europe/Paris',
      segments: [{ reason: 'closed' }, { reason: 'open' }, { reason: 'closed' }, { reason: 'open' }],
    })
  })

  it.each([
    ['an unknown calendar', { calendar: 'nine-to-five' }, '/calendar', 'unknown_value'],
    ['no duration', { target: 'soon' }, '/target', 'bad_duration'],
    [
      'a pause that ends before it starts',
      { pauses: [{ from: '2026-03-03T10:00:00Z', to: '2026-03-03T09:00:00Z' }] },
      '/pauses/0',
      'bad_span',
    ],
    ['an unknown zone', { calendar: { zone: 'Mars/Base', alwaysOpen: true } }, '/calendar/zone', 'unknown_zone'],
    ['a week without an open hour', { calendar: { zone: 'UTC', week: {} } }, '/calendar/week', 'calendar_empty'],
    [
      'overlapping hours',
      {
        calendar: {
          zone: 'UTC',
          week: {
            mon: [
              ['09:00', '12:00'],
              ['11:00', '13:00'],
            ],
          },
        },
      },
      '/calendar/week/mon/1',
      'calendar_overlap',
    ],
    [
      'a date that is none',
      { calendar: { zone: 'UTC', alwaysOpen: true, shifts: { '2026-02-30': [] } } },
      '/calendar/shifts/2026-02-30',
      'bad_date',
    ],
    [
      'a draft within an unknown calendar',
      { calendar: { zone: 'UTC', week: weekdays(['08:00', '18:00']), within: 'constructor' } },
      '/calendar/within',
      'unknown_value',
    ],
    [
      'a draft within a calendar that is within another',
      { calendar: { zone: 'UTC', week: weekdays(['08:00', '18:00']), within: 'late' } },
      '/calendar/within',
      'calendar_within',
    ],
    [
      'a draft that never meets the calendar it is within',
      { calendar: { zone: 'Europe/Madrid', week: weekdays(['20:00', '24:00']), within: 'business-hours' } },
      '/calendar/within',
      'calendar_empty',
    ],
    [
      'a target that takes years of what both are open',
      {
        calendar: { zone: 'Europe/Madrid', week: weekdays(['18:59', '24:00']), within: 'business-hours' },
        target: '8h',
      },
      '/target',
      'too_long',
    ],
    [
      'a target that takes years',
      { calendar: { zone: 'UTC', week: { mon: [['09:00', '09:01']] } }, target: 'PT2H' },
      '/target',
      'too_long',
    ],
  ])('refuses %s', async (_, change, pointer, code) => {
    const { status, body } = await preview({
      calendar: 'always-on',
      start: '2026-03-03T08:00:00Z',
      target: 'PT2H',
      ...change,
    })
    expect(status).toBe(400)
    expect(body.errors).toContainEqual(expect.objectContaining({ pointer, code }))
  })
})

describe('the opening hours of the coming days', () => {
  it('are read by local day', async () => {
    const { status, body } = await hours('always-on/preview?days=3&from=2026-03-06T12:00:00Z')
    expect(status).toBe(200)
    expect(body.days.map(({ date, weekday }: { date: string; weekday: string }) => [date, weekday])).toEqual([
      ['2026-03-06', 'fri'],
      ['2026-03-07', 'sat'],
      ['2026-03-08', 'sun'],
    ])
    expect((await hours('always-on/preview')).body.days).toHaveLength(14)
  })

  it('of a calendar within another are those of both', async () => {
    const { body } = await hours('late/preview?days=1&from=2026-03-03T12:00:00Z')
    expect(body).toMatchObject({ zone: 'UTC', alwaysOpen: false })
    // Lunch in Madrid is from 14:00 to 15:00 there, an hour earlier by UTC.
    expect(body.days[0].open).toEqual([
      { from: '2026-03-03T12:00:00.000Z', to: '2026-03-03T13:00:00.000Z' },
      { from: '2026-03-03T14:00:00.000Z', to: '2026-03-03T18:00:00.000Z' },
    ])
  })

  it('of an unknown calendar are not there, nor for no days', async () => {
    expect((await hours('nine-to-five/preview')).status).toBe(404)
    expect((await hours('always-on/preview?days=0')).body.errors).toMatchObject([{ pointer: 'days' }])
  })
})
