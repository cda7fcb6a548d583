import { afterEach, describe, expect, it } from 'vitest'
import { createSmtpClient, type SmtpMail } from './smtp-client.ts'
import { smtpServer } from './smtp-server.ts'
import { startBareServer, startMailServer } from './testing/mail-servers.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function serve(...given: Parameters<typeof startMailServer>) {
  const server = await startMailServer(...given)
  closing.push(server.close)
  return server
}

async function serveBare(...given: Parameters<typeof startBareServer>) {
  const server = await startBareServer(...given)
  closing.push(server.close)
  return server
}

const mail: SmtpMail = {
  from: { address: 'desk@acme.example', name: 'Acme, "Desk"' },
  to: { address: 'ben@example.com', name: 'Bén' },
  subject: 'Grüße 👍',
  text: 'Olá\n.\nline',
  html: '<p>Olá</p>',
  headers: { 'Message-ID': '<mail-1@acme.example>', References: '<ticket-1@acme.example>' },
  at: 0,
}

const send = (url: string, more: { silenceMs?: number; totalMs?: number } = {}) =>
  createSmtpClient({ server: smtpServer(url), ...more }).send(mail)

describe('the SMTP client', () => {
  it('hands a mail over with the headers it was given, as text and HTML', async () => {
    const { port, received } = await serve()
    expect(await send(`smtp://localhost:${port}`)).toEqual({
      kind: 'sent',
      code: 250,
      response: expect.stringMatching(/Kept/),
    })
    const [got] = received
    expect(got).toMatchObject({ from: 'desk@acme.example', to: ['ben@example.com'], isSecure: false, user: null })
    expect(got?.source).toContain('Message-ID: <mail-1@acme.example>')
    expect(got?.source).toContain('References: <ticket-1@acme.example>')
    expect(got?.source).toMatch(/multipart\/alternative/)
    expect(got?.source).toContain('From: "Acme, \\"Desk\\"" <desk@acme.example>')
  })

  it('says with what code a server refused it, now or for good', async () => {
    for (const code of [451, 554]) {
      const { port } = await serve(() => code)
      expect(await send(`smtp://localhost:${port}`)).toMatchObject({ kind: 'failed', errorClass: 'refused', code })
    }
    const strict = await serve(undefined, {
      onRcptTo: (_address, _session, done) => done(Object.assign(new Error('Nobody here.'), { responseCode: 550 })),
    })
    expect(await send(`smtp://localhost:${strict.port}`)).toMatchObject({ errorClass: 'refused', code: 550 })
  })

  it('shows its credentials, and says when they are not taken, without repeating them', async () => {
    const { port, received } = await serve(undefined, { authOptional: false, allowInsecureAuth: true })
    expect(await send(`smtp://ana:right@localhost:${port}`)).toMatchObject({ kind: 'sent' })
    expect(received[0]?.user).toBe('ana')
    const refused = await send(`smtp://ana:wr0ng-one@localhost:${port}`)
    expect(refused).toMatchObject({ errorClass: 'login', code: 535 })
    expect(JSON.stringify(refused)).not.toMatch(/wr0ng/)
    expect(await send(`smtp://localhost:${port}`)).toMatchObject({ errorClass: 'login', code: 530 })
  })

  it('takes no certificate that nobody vouches for, unless the operator says so', async () => {
    const { port, received } = await serve(undefined, { disabledCommands: [] })
    expect(await send(`smtp://localhost:${port}`)).toMatchObject({ errorClass: 'tls' })
    expect(received).toEqual([])
    expect(await send(`smtp://localhost:${port}?tls=unverified`)).toMatchObject({ kind: 'sent' })
    expect(received[0]?.isSecure).toBe(true)
    const implicit = await serve(undefined, { secure: true })
    expect(await send(`smtps://localhost:${implicit.port}`)).toMatchObject({ errorClass: 'tls' })
    expect(await send(`smtps://localhost:${implicit.port}?tls=unverified`)).toMatchObject({ kind: 'sent' })
  })

  it('sends nothing in the clear where TLS is required', async () => {
    const { port, received } = await serve()
    expect(await send(`smtp://localhost:${port}?tls=required`)).toMatchObject({
      kind: 'failed',
      errorClass: expect.stringMatching(/tls|protocol|connect/),
    })
    expect(received).toEqual([])
  })

  it('says that nobody is there', async () => {
    const { port, close } = await startBareServer('')
    await close()
    expect(await send(`smtp://127.0.0.1:${port}`)).toMatchObject({ errorClass: 'connect', code: null })
    expect(await send('smtp://nowhere.invalid:25')).toMatchObject({ errorClass: 'connect', code: null })
  })

  it('waits neither for a server that says nothing nor for one that never ends', async () => {
    const mute = await serveBare('')
    expect(await send(`smtp://127.0.0.1:${mute.port}`, { silenceMs: 50 })).toMatchObject({ errorClass: 'timeout' })
    const slow = await serveBare('220-hello\r\n', (socket) => {
      const timer = setInterval(() => socket.write('220-still here\r\n'), 20)
      socket.on('close', () => clearInterval(timer))
    })
    const ended = await send(`smtp://127.0.0.1:${slow.port}`, { silenceMs: 5_000, totalMs: 150 })
    expect(ended).toMatchObject({ errorClass: 'timeout' })
  })

  it('survives a port that speaks something else, or hangs up', async () => {
    const web = await serveBare('HTTP/1.1 400 Bad Request\r\n\r\n')
    expect(await send(`smtp://127.0.0.1:${web.port}`)).toMatchObject({ kind: 'failed', errorClass: 'protocol' })
    const gone = await serveBare('220 hello\r\n', (socket) => socket.end())
    expect(await send(`smtp://127.0.0.1:${gone.port}`)).toMatchObject({ kind: 'failed', errorClass: 'connect' })
  })

  it('can be broken off', async () => {
    const mute = await serveBare('')
    const client = createSmtpClient({ server: smtpServer(`smtp://127.0.0.1:${mute.port}`) })
    expect(await client.send(mail, AbortSignal.abort())).toMatchObject({ errorClass: 'timeout' })
  })
})
