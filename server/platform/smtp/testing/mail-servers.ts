import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

/** A mail as a server received it. */
export interface ReceivedMail {
  readonly from: string
  readonly to: readonly string[]
  /** Headers and body as they came. */
  readonly source: string
  readonly isSecure: boolean
  readonly user: string | null
}

export interface TestMailServer {
  readonly port: number
  readonly received: ReceivedMail[]
  close(): Promise<void>
}

/** What a server answers to a mail: an error's `responseCode`, or null to take it. */
export type MailAnswer = (mail: ReceivedMail) => number | null | Promise<number | null>

/** A real SMTP server on a free port of this machine, with a certificate that nobody has signed. */
export async function startMailServer(
  answer: MailAnswer = () => null,
  more: SMTPServerOptions = {},
): Promise<TestMailServer> {
  const received: ReceivedMail[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onAuth: ({ username, password }, _session, done) =>
      password === 'right' ? done(null, { user: username ?? '' }) : done(refusal(535)),
    onData: (stream, session, done) => {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        const mail = {
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          source: Buffer.concat(parts).toString('utf8'),
          isSecure: session.secure,
          user: session.user ?? null,
        }
        received.push(mail)
        Promise.resolve(answer(mail)).then((code) => (code === null ? done(null, 'Kept.') : done(refusal(code))), done)
      })
    },
    ...more,
  })
  server.on('error', () => {})
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  return {
    port: portOf(server.server.address()),
    received,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

function refusal(responseCode: number): Error {
  return Object.assign(new Error('Not this one.'), { responseCode })
}

/** A port that takes connections, says `greeting` and then what `talk` does. */
export async function startBareServer(greeting: string, talk: (socket: Socket) => void = () => {}) {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {}).on('close', () => sockets.delete(socket))
    if (greeting !== '') socket.write(greeting)
    talk(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: portOf(server.address()),
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0
}
