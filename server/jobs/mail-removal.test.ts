import { afterAll, describe, expect, it } from 'vitest'
import { blankMails, getMail, removeOldMails, resendMail, sendTranscript } from '../modules/mail/index.ts'
import { openMailDesk, openMailWorld } from './testing/mail-desk.ts'

const world = await openMailWorld()
afterAll(world.close)

describe('mails', () => {
  it('lose every word about a customer, and what waits is not sent', async () => {
    const desk = await openMailDesk(world)
    const { context } = desk
    const [ticketId, otherId] = [await desk.addMailTicket({ message: 'My name is Ben' }), await desk.addMailTicket()]
    await sendTranscript(context, { ticketId, to: 'boss@example.com' })
    await sendTranscript(context, { ticketId: otherId, to: 'other@example.com' })
    await context.transaction((tx) => blankMails(tx, context.workspace.id, { customerIds: [], ticketIds: [ticketId] }))
    const [blank, other] = await desk.mails()
    expect(blank).toMatchObject({ to: '', subject: '', text: '', html: '', headers: {}, state: 'failed' })
    expect(other).toMatchObject({ to: 'other@example.com', state: 'queued' })
    const mailId = blank?.id ?? ''
    await expect(resendMail(context, { mailId })).rejects.toMatchObject({ code: 'conflict' })
    await context.transaction(async (tx) => {
      const [row] = await world.query<{ id: string }>('select customer_id as id from tickets where id = $1', [otherId])
      await blankMails(tx, context.workspace.id, { customerIds: [row?.id ?? ''], ticketIds: [] })
    })
    // Sent to somebody else: it is the ticket that makes it one about the customer.
    expect((await desk.mails())[1]).toMatchObject({ to: 'other@example.com' })
  })

  it('are removed ninety days after they ended', async () => {
    const desk = await openMailDesk(world)
    const ticketId = await desk.addMailTicket()
    for (const to of ['old@example.com', 'young@example.com']) await sendTranscript(desk.context, { ticketId, to })
    await world.query(
      `update outbox_mails
       set state = 'sent', next_attempt_at = null,
         ended_at = now() - case when to_address like 'old%' then interval '91 days' else interval '89 days' end
       where workspace_id = $1`,
      [desk.context.workspace.id],
    )
    expect(await removeOldMails(desk.context)).toBe(1)
    const [mail, ...more] = await desk.mails()
    expect([mail?.to, more]).toEqual(['young@example.com', []])
    expect(await getMail(desk.context, { mailId: mail?.id ?? '' })).toMatchObject({ state: 'sent' })
  })
})
