import { afterAll, describe, expect, it } from 'vitest'
import { addMember, type RoleName } from '../modules/access/index.ts'
import { createAgent } from '../modules/agents/index.ts'
import { applyMacro, dryRunAutomations } from '../modules/automations/index.ts'
import { fireSlaTimer } from '../modules/handling/index.ts'
import { listMentions, readMentions } from '../modules/collaboration/index.ts'
import { setNotices } from '../modules/mail/index.ts'
import { publishWorkflow } from '../modules/publishing/index.ts'
import { claimTimers } from '../modules/timers/index.ts'
import type { Context } from '../platform/context.ts'
import { encodeId, newId } from '../platform/ids.ts'
import { exampleDocument, watchAutomations, withRules } from './testing/automation-desk.ts'
import { type MailDesk, openMailDesk, openMailWorld } from './testing/mail-desk.ts'

const world = await openMailWorld()
afterAll(world.close)
const { lookOn, fireDue, later } = watchAutomations(world)

const team = 'support-management'
const day = 24 * 3_600_000

const rules = `
  - id: angry
    label: Angry words
    on: [message.received]
    when: message.text.hasWord("scandal")
    do: [{ tag: unhappy, notify: ${team} }, { notify: [${team}, guest-care] }]
  - id: forgotten
    label: Nobody looked at it
    after: 48h
    do: [{ notify: ${team} }]`

const macro = `
macros:
  ask-manager:
    label: Ask a manager
    body: { en: "We look into it.", es: "Lo miramos.", pt: "Vamos ver." }
    do: [{ notify: ${team} }]
`

async function openTeamDesk(): Promise<MailDesk> {
  const desk = await openMailDesk(world)
  const document = withRules(rules)(exampleDocument).replace(/^macros:\n/m, macro.trimStart())
  await publishWorkflow(desk.context, { document, expectedVersion: null })
  return desk
}

/** A member of a role, of the team and of whatever else is said. */
async function addTeammate(desk: MailDesk, name: string, more: { role?: RoleName; team?: string } = {}) {
  const person = await desk.addPerson(more.role ?? 'agent', name)
  const of = { name, memberId: person.memberId, languages: ['en'], queues: ['frontline'], team: more.team ?? team }
  const { id: agentId } = await createAgent(desk.context, of, () => ({ ok: true }))
  return { ...person, agentId }
}

/** Who was told for a team, and of what. */
const told = async (desk: MailDesk) =>
  (await desk.mails()).filter(({ kind }) => kind === 'team_notified').map(({ to, text }) => ({ to, text }))

/** All that follows from what has happened, twice: the second time as by somebody who does not know how far it was read. */
async function follow(desk: MailDesk): Promise<void> {
  for (let round = 0; round < 2; round++) {
    await lookOn(desk)
    await desk.write()
    await world.query(`update log_places set seq = 0 where workspace_id = $1 and reader = 'mail'`, [
      desk.context.workspace.id,
    ])
  }
}

const asAgent = (desk: MailDesk, { context, agentId }: { context: Context; agentId: string }) =>
  desk.contextOf({ ...context.principal, agentId })

const use = (ticketId: string, isPreview: boolean) =>
  ({ ticketId, key: 'ask-manager', isPreview, body: null, lastSeenSeq: null, expectedVersion: null }) as const

describe('a team that is to be notified', () => {
  it('is told once of what an automation saw, each person by one mail, and by nobody else', async () => {
    const desk = await openTeamDesk()
    const mara = await addTeammate(desk, 'Mara')
    const gil = await addTeammate(desk, 'Gil', { team: 'guest-care' })
    await addTeammate(desk, 'Ines', { team: 'backend' })
    await desk.addPerson('manager', 'Omar')
    const ticketId = await desk.addMailTicket()
    await desk.say(ticketId, 'This is a scandal.', { asCustomer: true, by: desk.context })
    await follow(desk)
    const mails = await told(desk)
    expect(mails.map(({ to }) => to).toSorted()).toEqual([mara.email, gil.email].toSorted())
    expect(mails[0]?.text).toContain('was brought up by an automation for: Support Managers, Guest Care.')
    expect(mails[0]?.text).toMatch(/https:\/\/desk\.acme\.example\/tickets\/ticket_/)
    expect((await desk.eventTypes()).filter((type) => type === 'ticket.team_notified')).toHaveLength(1)
  })

  it('is told of what time led to', async () => {
    const desk = await openTeamDesk()
    const mara = await addTeammate(desk, 'Mara')
    await desk.addMailTicket()
    await lookOn(desk)
    for (let round = 0; round < 2; round++) {
      await fireDue(desk, 2 * day + 60_000)
      await desk.write()
    }
    expect((await told(desk)).map(({ to }) => to)).toEqual([mara.email])
  })

  it('is told of a step of an SLA policy, and finds the ticket among its mentions', async () => {
    const desk = await openTeamDesk()
    const mara = await addTeammate(desk, 'Mara')
    await addTeammate(desk, 'Pia', { role: 'partner' })
    await desk.addMailTicket()
    const after = later(desk, day)
    const claim = { kinds: ['sla'] as const, limit: 9, leaseMs: 0, aheadMs: day }
    for (const timer of await after.transaction((tx) => claimTimers(tx, desk.context.workspace.id, claim)))
      await fireSlaTimer(after, timer)
    await desk.write()
    const mails = (await desk.mails()).filter(({ text }) => text.includes('first response'))
    expect(mails.map(({ kind, to }) => [kind, to])).toEqual([['sla_breached', mara.email]])
    const { mentions } = await listMentions(asAgent(desk, mara), {
      agentId: null,
      isUnread: true,
      before: null,
      limit: 9,
    })
    expect(mentions.map(({ teams }) => teams)).toContainEqual([team])
  })

  it('is told by how long before or after a clock is due the step was taken', async () => {
    const desk = await openTeamDesk()
    const mara = await addTeammate(desk, 'Mara')
    const share = 'on: firstResponse, at: 100,'
    const points = ['15m before', '90m after']
    const steps = points.map((at, index) => `- { id: s${index}, on: firstResponse, at: ${at}, notify: ${team} }`)
    const document = exampleDocument
      .replace('    escalations:\n', `    escalations:\n      ${steps.join('\n      ')}\n`)
      .replace(share, 'on: resolution, at: 100,')
    await publishWorkflow(desk.context, { document, expectedVersion: null })
    await desk.addMailTicket()
    const after = later(desk, day)
    const claim = { kinds: ['sla'] as const, limit: 9, leaseMs: 0, aheadMs: day }
    for (const timer of await after.transaction((tx) => claimTimers(tx, desk.context.workspace.id, claim)))
      await fireSlaTimer(after, timer)
    await desk.write()
    const mails = (await desk.mails()).filter(({ to, text }) => to === mara.email && text.includes('first response'))
    expect(mails.filter(({ text }) => text.includes('has 15 min left'))).toHaveLength(1)
    expect(mails.filter(({ text }) => text.includes('has run out'))).toHaveLength(1)
  })

  it('is told by a macro, not by its preview, and whoever applies it is not', async () => {
    const desk = await openTeamDesk()
    const mara = await addTeammate(desk, 'Mara')
    const omar = await addTeammate(desk, 'Omar', { role: 'manager' })
    const ticketId = await desk.addMailTicket()
    const by = asAgent(desk, omar)
    await applyMacro(by, use(ticketId, true))
    await follow(desk)
    expect(await told(desk)).toEqual([])
    await applyMacro(by, use(ticketId, false))
    await follow(desk)
    expect((await told(desk)).map(({ to }) => to)).toEqual([mara.email])
    expect((await told(desk))[0]?.text).toContain('by a macro')
  })

  it('is told of a request that a routing rule names it for, and of no other; a dry run tells nobody', async () => {
    const desk = await openTeamDesk()
    const mara = await addTeammate(desk, 'Mara')
    await desk.addMailTicket()
    const safe = await desk.addMailTicket({ category: 'security_event' })
    await dryRunAutomations(desk.context, {
      ticketId: safe,
      request: null,
      customer: null,
      event: { on: 'message.received', text: 'A scandal.' },
      document: null,
    })
    await follow(desk)
    const mails = await told(desk)
    expect(mails.map(({ to }) => to)).toEqual([mara.email])
    expect(mails[0]?.text).toContain('was brought up by a routing rule for: Support Managers.')
    const rows = await world.query<{ seq: number; last: number }>(
      `select max(event.subject_seq) as seq, ticket.event_seq as last
       from events as event join tickets as ticket on ticket.id = event.subject_id
       where ticket.id = $1 group by ticket.event_seq`,
      [safe],
    )
    expect(rows[0]?.seq).toBe(rows[0]?.last)
  })

  it('is told by nobody who may not see the ticket, or does not want to be told', async () => {
    const desk = await openTeamDesk()
    const mara = await addTeammate(desk, 'Mara')
    await addTeammate(desk, 'Pia', { role: 'partner' })
    await addTeammate(desk, 'Eve', { role: 'market-editor' })
    const quiet = await addTeammate(desk, 'Quim')
    await setNotices(quiet.context, { team_notified: false })
    await desk.addMailTicket({ category: 'security_event' })
    await follow(desk)
    expect((await told(desk)).map(({ to }) => to)).toEqual([mara.email])
  })

  it('finds the ticket among its mentions, once, also who wants no mail; and nobody who may not see it', async () => {
    const desk = await openTeamDesk()
    const mara = await addTeammate(desk, 'Mara')
    const quiet = await addTeammate(desk, 'Quim')
    await setNotices(quiet.context, { team_notified: false })
    const pia = await addTeammate(desk, 'Pia', { role: 'partner' })
    const omar = await addTeammate(desk, 'Omar', { role: 'manager' })
    const ticketId = await desk.addMailTicket()
    await applyMacro(asAgent(desk, omar), use(ticketId, false))
    await follow(desk)
    const named = (agentId: string) =>
      listMentions(desk.context, { agentId, isUnread: true, before: null, limit: 9 }).then(({ mentions }) =>
        mentions.map(({ ticket, teams, messageId, author }) => [ticket.id, teams, messageId, author.kind]),
      )
    for (const { agentId } of [mara, quiet]) expect(await named(agentId)).toEqual([[ticketId, [team], null, 'system']])
    for (const { agentId } of [pia, omar]) expect(await named(agentId)).toEqual([])
    const toldOf = await world.query<{ data: unknown }>(
      `select data from events where workspace_id = $1 and type = 'ticket.team_told'`,
      [desk.context.workspace.id],
    )
    const agents = [mara, quiet].map(({ agentId }) => encodeId('agent', agentId)).toSorted()
    expect(toldOf.map(({ data }) => data)).toEqual([{ teams: [team], agents }])
    expect(await readMentions(asAgent(desk, quiet), { agentId: null, ids: null, ticketId })).toEqual({
      read: 1,
      unread: 0,
    })
  })

  it('of which nobody can be told is stood in for by managers, and where there are none by administrators', async () => {
    const desk = await openTeamDesk()
    const { id: memberId } = await addMember(desk.context, {
      email: `ada-${newId().slice(-12)}@acme.example`,
      name: 'Ada',
      role: 'admin',
    })
    await createAgent(desk.context, { name: 'Grace', team, languages: ['en'], queues: ['security'] }, () => ({
      ok: true,
    }))
    await desk.addMailTicket({ category: 'security_event' })
    await desk.write()
    expect(await told(desk)).toHaveLength(1)
    const omar = await desk.addPerson('manager', 'Omar')
    await desk.addMailTicket({ category: 'security_event' })
    await desk.write()
    expect((await told(desk)).map(({ to }) => to.split('-')[0])).toEqual(['ada', 'omar'])
    expect(omar.memberId).not.toBe(memberId)
  })
})
