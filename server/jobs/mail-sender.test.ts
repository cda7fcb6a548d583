import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import { claimMails, getMail, recordMail, resendMail, sendTranscript } from '../modules/mail/index.ts'
import { createLog } from '../platform/log.ts'
import { createSmtpClient, type SmtpClient, smtpServer } from '../platform/smtp/index.ts'
import { type MailAnswer, startBareServer, startMailServer } from '../platform/smtp/testing/mail-servers.ts'
import { createMailSender } from './mail-sender.ts'
import { type MailDesk, openMailDesk, openMailWorld } from './testing/mail-desk.ts'
import { soon } from './testing/watched-desks.ts'

const world = await openMailWorld()
const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
  // What a test left unsent is nothing to the next one.
  await world.query('delete from outbox_attempts')
  await world.query('delete from outbox_mails')
})
afterAll(world.close)

async function serve(answer?: MailAnswer) {
  const server = await startMailServer(answer)
  closing.push(server.close)
  return server
}

const clientOf = (port: number, more: { silenceMs?: number } = {}) =>
  createSmtpClient({ server: smtpServer(`smtp://127.0.0.1:${port}`), ...more })

/** A port given back may be somebody else's a moment later; at this one nobody listens. */
const portOfNobody = 1

interface Told {
  readonly outcomes: string[]
  readonly lines: string[]
}

function startSender(client: SmtpClient | null, more: { leaseMs?: number } = {}): Told {
  const told: Told = { outcomes: [], lines: [] }
  const { installation, relay } = world
  const sender = createMailSender({
    installation,
    relay,
    client,
    log: createLog({ level: 'info', write: (line) => void told.lines.push(line) }),
    figures: {
      attemptRecorded() {},
      timerFired() {},
      jobFailed: (job) => void told.outcomes.push(`failure of ${job}`),
      mailAttempted: (outcome) => void told.outcomes.push(outcome),
    },
    pollMs: 30,
    restMs: 20,
    ...more,
  })
  sender.start()
  closing.push(() => sender.stop(200))
  return told
}

/** Has transcripts written to these addresses. */
async function write(desk: MailDesk, ...addresses: string[]): Promise<void> {
  const ticketId = await desk.addMailTicket({ message: 'Secret words of Ben' })
  for (const to of addresses) await sendTranscript(desk.context, { ticketId, to })
}

/** Makes what waits for its next attempt due. */
const hasten = (desk: MailDesk) =>
  world.query(
    `update outbox_mails set next_attempt_at = now() - interval '1 ms', lease_until = null where workspace_id = $1 and state = 'queued'`,
    [desk.context.workspace.id],
  )
/** The same for those that nobody is sending: may be called again and again. */
const hastenResting = (desk: MailDesk) =>
  world.query(
    `update outbox_mails set next_attempt_at = now()
     where workspace_id = $1 and state = 'queued' and lease_until is null and next_attempt_at > now()`,
    [desk.context.workspace.id],
  )
const statesOf = async (desk: MailDesk) => (await desk.mails()).map(({ to, state }) => `${to} ${state}`)
const eventually = (check: () => Promise<void> | void) => vi.waitFor(check, soon)
const idOf = (source: string) => /Message-ID: <([^>]+)>/i.exec(source)?.[1]

describe('the sender', () => {
  it('hands mails over, each once, and records what the server said', async () => {
    const desk = await openMailDesk(world)
    const { port, received } = await serve()
    await write(desk, 'a@example.com', 'b@example.com')
    const told = startSender(clientOf(port))
    startSender(clientOf(port))
    await eventually(async () => expect(await statesOf(desk)).toEqual(['a@example.com sent', 'b@example.com sent']))
    expect(new Set(received.map(({ to }) => to[0]))).toEqual(new Set(['a@example.com', 'b@example.com']))
    expect(received).toHaveLength(2)
    const [mail] = await desk.mails()
    expect(await getMail(desk.context, { mailId: mail?.id ?? '' })).toMatchObject({
      attempts: 1,
      lastError: null,
      nextAttemptAt: null,
      tries: [{ number: 1, code: 250, errorClass: null, response: expect.stringContaining('Kept') }],
    })
    expect(told.outcomes.every((outcome) => outcome === 'sent')).toBe(true)
    expect(new Set(received.map(({ source }) => idOf(source)))).toEqual(
      new Set((await desk.mails()).map(({ headers }) => headers['Message-ID']?.slice(1, -1))),
    )
  })

  it('tries a mail again that is refused for now', async () => {
    const desk = await openMailDesk(world)
    let asked = 0
    const { port, received } = await serve(() => (++asked === 1 ? 451 : null))
    await write(desk, 'a@example.com')
    startSender(clientOf(port))
    await eventually(async () => expect(await desk.mails()).toMatchObject([{ state: 'queued', attempts: 1 }]))
    const [mail] = await desk.mails()
    const waiting = await getMail(desk.context, { mailId: mail?.id ?? '' })
    expect(waiting?.lastError).toEqual({ errorClass: 'refused', code: 451 })
    expect((waiting?.nextAttemptAt ?? 0) - desk.context.now()).toBeGreaterThan(15_000)
    await hasten(desk)
    await eventually(async () => expect(await statesOf(desk)).toEqual(['a@example.com sent']))
    expect(new Set(received.map(({ source }) => idOf(source))).size).toBe(1)
  })

  it('gives a mail up that is refused for good and says so on its ticket; the others go on', async () => {
    const desk = await openMailDesk(world)
    const { port } = await serve(({ to }) => (to[0] === 'bad@example.com' ? 550 : null))
    await write(desk, 'bad@example.com', 'good@example.com')
    const told = startSender(clientOf(port))
    await eventually(async () =>
      expect(await statesOf(desk)).toEqual(['bad@example.com failed', 'good@example.com sent']),
    )
    expect(await desk.eventTypes()).toContain('mail.failed')
    expect(told.lines.join('')).toContain('mail.failed')
    expect(told.lines.join('')).not.toMatch(/example\.com|Secret|Ben/)
    const [mail] = await desk.mails()
    await resendMail(desk.context, { mailId: mail?.id ?? '' })
    await eventually(async () => expect(await desk.mails()).toMatchObject([{ state: 'failed', attempts: 2 }, {}]))
  })

  it('lets mails wait, without an attempt, while nobody is there, and sends them when somebody is', async () => {
    const desk = await openMailDesk(world)
    let client = clientOf(portOfNobody)
    await write(desk, ...Array.from({ length: 8 }, (_, index) => `r${index}@example.com`))
    const told = startSender({ send: (...given) => client.send(...given) })
    await eventually(() => expect(told.outcomes.length).toBeGreaterThanOrEqual(5))
    const tried = (await desk.mails()).reduce((sum, { attempts }) => sum + attempts, 0)
    expect((await desk.mails()).every(({ attempts, state }) => attempts <= 1 && state === 'queued')).toBe(true)
    expect(tried).toBeLessThanOrEqual(8)
    expect(told.lines.filter((line) => line.includes('mail.server'))).toHaveLength(1)
    client = clientOf((await serve()).port)
    await eventually(async () => {
      // An attempt at the server that is gone may be under way still, and put its mail off once more.
      await hastenResting(desk)
      expect((await desk.mails()).every(({ state }) => state === 'sent')).toBe(true)
    })
  })

  it('does not wait for a server that says nothing', async () => {
    const desk = await openMailDesk(world)
    const mute = await startBareServer('')
    closing.push(mute.close)
    await write(desk, 'a@example.com')
    startSender(clientOf(mute.port, { silenceMs: 40 }))
    await eventually(async () => expect(await desk.mails()).toMatchObject([{ state: 'queued', attempts: 1 }]))
    const [mail] = await desk.mails()
    expect((await getMail(desk.context, { mailId: mail?.id ?? '' }))?.lastError).toEqual({
      errorClass: 'timeout',
      code: null,
    })
  })

  it('sends a mail again, under the same id, whose sender died before it could say that it was sent', async () => {
    const desk = await openMailDesk(world)
    const { port, received } = await serve()
    await write(desk, 'a@example.com')
    const [mail] = await claimMails(desk.context, { limit: 1, leaseMs: 50 })
    if (mail === undefined) throw new Error('Nothing was claimed.')
    const outcome = await clientOf(port).send({ ...mail, at: mail.createdAt })
    startSender(clientOf(port))
    await eventually(async () => expect(await statesOf(desk)).toEqual(['a@example.com sent']))
    expect(received.map(({ source }) => idOf(source))).toEqual(
      [received[0], received[0]].map((one) => idOf(one?.source ?? '')),
    )
    const late = { mail, outcome, startedAt: desk.context.now(), durationMs: 1 }
    expect(await recordMail(desk.context, late)).toBe('stale')
    expect(await desk.mails()).toMatchObject([{ attempts: 1 }])
  })

  it('ends in time when it is stopped, and what it was at is sent by the next', async () => {
    const desk = await openMailDesk(world)
    const mute = await startBareServer('')
    closing.push(mute.close)
    await write(desk, 'a@example.com')
    const { installation, relay } = world
    const sender = createMailSender({
      installation,
      relay,
      client: clientOf(mute.port),
      log: createLog({ level: 'silent' }),
    })
    sender.start()
    await eventually(async () => {
      const [row] = await world.query<{ epoch: number }>('select max(epoch) as epoch from outbox_mails')
      expect(row?.epoch).toBe(1)
    })
    await sender.stop(20)
    expect(await desk.mails()).toMatchObject([{ state: 'queued', attempts: 0 }])
    await hasten(desk)
    startSender(clientOf((await serve()).port))
    await eventually(async () => expect(await statesOf(desk)).toEqual(['a@example.com sent']))
  })

  it('sends nothing to an address that its customer has no more', async () => {
    const desk = await openMailDesk(world)
    const { port, received } = await serve()
    const ticketId = await desk.addMailTicket()
    await sendTranscript(desk.context, { ticketId, to: null })
    await world.query('delete from customer_contacts where workspace_id = $1', [desk.context.workspace.id])
    startSender(clientOf(port))
    await eventually(async () => expect(await statesOf(desk)).toEqual(['ben@example.com failed']))
    expect(received).toEqual([])
  })

  it('keeps mails where there is no server, until somebody asks for one', async () => {
    const desk = await openMailDesk(world)
    await write(desk, 'a@example.com', 'b@example.com')
    startSender(null)
    await eventually(async () => expect(await statesOf(desk)).toEqual(['a@example.com kept', 'b@example.com kept']))
    expect(await desk.mails()).toMatchObject([{ keptBecause: 'no_server', attempts: 0 }, {}])
    for (const close of closing.splice(0)) await close()
    const { port, received } = await serve()
    startSender(clientOf(port))
    const [mail] = await desk.mails()
    await resendMail(desk.context, { mailId: mail?.id ?? '' })
    await eventually(async () => expect(await statesOf(desk)).toEqual(['a@example.com sent', 'b@example.com kept']))
    expect(received).toHaveLength(1)
  })
})
