import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Desk } from '../../jobs/testing/router-world.ts'
import { AppError } from '../../platform/errors.ts'
import { createToken } from '../access/index.ts'
import { grantOf } from '../access/testing/test-installation-store.ts'
import { createWebhook } from '../deliveries/index.ts'
import { updateTicket } from '../handling/index.ts'
import { getTicket } from '../tickets/index.ts'
import { getWorkflow } from '../workflow/index.ts'
import { renamedWorkflow, smallWorkflow, type Word, words } from './testing/renamed-workflow.ts'
import { helper, openSmallDesks, publish } from './testing/small-desks.ts'

const world = await openSmallDesks()
const { openSmallDesk } = world
afterAll(world.close)

const versionOf = async (desk: Desk) => (await getWorkflow(desk.context))?.version

async function refusalOf(work: Promise<unknown>): Promise<AppError> {
  const error = await work.then(
    () => new Error('It was published.'),
    (refused: unknown) => refused,
  )
  if (!(error instanceof AppError)) throw error
  return error
}

/** A version without the words, which says nothing of them. */
const without = (...which: Word[]) => renamedWorkflow(which, { says: false })

describe('a publication that takes away', () => {
  let desk: Desk
  beforeAll(async () => {
    desk = await openSmallDesk()
    const agentId = await desk.addAgent(helper)
    await desk.addTicket()
    const working = await desk.addTicket()
    await updateTicket(desk.context, { ticketId: working, update: {}, expectedVersion: null })
    await world.query(
      `update tickets set status = 'paused', status_category = 'waiting', returns_to = 'working' where id = $1`,
      [working],
    )
    await createToken(desk.context, grantOf({ role: 'engineer', queues: ['desk'], channels: ['mail'] }))
    const limits = { queues: ['desk'], channels: ['mail'] }
    const webhook = {
      description: null,
      eventTypes: ['ticket.*'],
      order: 'held',
      ratePerSecond: null,
      ...limits,
    } as const
    await createWebhook(desk.context, { url: 'https://crm.example.com/hooks', ...webhook })
    expect(agentId).toBeDefined()
  })

  it.each<[Word, string]>([
    ['queues', 'Queue "desk" is used by 2 open tickets, 2 open tasks, 1 agent, 1 token and 1 subscription'],
    ['channels', 'Channel "mail" is used by 2 open tickets, 2 open tasks, 1 agent, 1 token and 1 subscription'],
    ['types', 'Type "wish" is used by 2 open tickets'],
    ['categories', 'Category "topic" is used by 2 open tickets'],
    ['serviceLines', 'Service line "line" is used by 2 open tickets'],
    ['services', 'Service "engine" is used by 2 open tickets'],
    ['skills', 'Skill "craft" is used by 2 open tasks and 1 agent'],
    ['languages', 'Language "pt" is used by 2 open tickets and 2 open tasks'],
    ['teams', 'Team "crew" is used by 1 agent'],
    ['lifecycles', 'Lifecycle "simple" is used by 2 open tickets'],
    ['slaPolicies', 'SLA policy "promise" is used by 2 open tickets'],
    ['calendars', 'Calendar "office" is used by 2 open tickets'],
    ['statuses', 'Status "working" of lifecycle simple is used by 1 open ticket'],
  ])('%s in use is refused, and says who uses them', async (word, sentence) => {
    const refused = await refusalOf(publish(desk, without(word)))
    expect(refused.code).toBe('workflow_key_in_use')
    const [problem, ...others] = refused.details['problems'] as { message: string; key: string; line: number }[]
    expect(problem).toMatchObject({ code: 'key_in_use', key: words[word] })
    expect(problem?.line).toBeGreaterThan(1)
    expect(refused.message).toBe(`${sentence}: keep it, or say in renames.${word} what it is called now.`)
    expect(others).toEqual([])
    expect(await versionOf(desk)).toBe(1)
  })

  it('several keys in use names every one of them', async () => {
    const refused = await refusalOf(publish(desk, without('queues', 'types', 'skills')))
    const problems = refused.details['problems'] as { key: string }[]
    expect(problems.map((problem) => problem.key)).toEqual(['desk', 'craft', 'wish'])
  })

  it('the category of a status in use is refused', async () => {
    const document = smallWorkflow.replace(
      'created: { label: C, category: new }',
      'created: { label: C, category: open }',
    )
    expect(
      (
        await refusalOf(
          publish(
            desk,
            document.replace('classified: { label: C, category: new }', 'classified: { label: C, category: open }'),
          ),
        )
      ).message,
    ).toBe(
      'Status "classified" of lifecycle simple would come from category new to open and is used by 1 open ticket, whose clocks and tasks go by it: keep its category.',
    )
    expect(await versionOf(desk)).toBe(1)
  })

  it('what nobody uses is published', async () => {
    const idle = await openSmallDesk()
    await idle.addTicket({ channel: 'api', serviceLine: 'other_line', language: 'en', affected: [] })
    const document = smallWorkflow.replace('    spare: { label: S }\n', '')
    expect((await publish(idle, document)).version).toBe(2)
  })

  it('keys of closed tickets only is published, and the closed ticket is still answered', async () => {
    const past = await openSmallDesk()
    const ticketId = await past.addTicket()
    await past.addAgent(helper)
    await world.query(
      `update tickets set status = 'closed', status_category = 'closed', closed_at = now() - interval '1 year' where id = $1`,
      [ticketId],
    )
    await world.query(`update tasks set state = 'done' where ticket_id = $1`, [ticketId])
    expect((await publish(past, without('types', 'lifecycles'))).version).toBe(2)
    expect(await getTicket(past.context, { ticketId })).toMatchObject({ type: 'wish', lifecycle: 'simple' })
    const note = updateTicket(past.context, { ticketId, update: { tags: ['x'] }, expectedVersion: null })
    await expect(note).rejects.toMatchObject({ code: 'conflict' })
    expect(await past.brokenInvariants()).toEqual([])
  })
})
