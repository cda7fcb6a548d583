import MailComposer from 'nodemailer/lib/mail-composer'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { failedOutcome, sentOutcome, type SmtpOutcome, timedOut } from './smtp-outcome.ts'
import type { SmtpServer } from './smtp-server.ts'

/** A mail as it is handed over; addresses are plain ones and names single lines. */
export interface SmtpMail {
  readonly from: { readonly address: string; readonly name: string | null }
  readonly to: { readonly address: string; readonly name: string | null }
  readonly subject: string
  readonly text: string
  readonly html: string
  /** With the `Message-ID`. */
  readonly headers: Readonly<Record<string, string>>
  readonly at: number
}

export interface SmtpClient {
  /** Hands over one mail on a connection of its own; never throws. An aborted one may have arrived all the same. */
  send(mail: SmtpMail, signal?: AbortSignal): Promise<SmtpOutcome>
}

export interface SmtpClientOptions {
  readonly server: SmtpServer
  /** Without a word from the server. */
  readonly silenceMs?: number
  /** For all of it, however slowly the server talks. */
  readonly totalMs?: number
}

/** Speaks to the operator's mail server. Nothing of what is said is logged: it holds the password and the mail. */
export function createSmtpClient({ server, silenceMs = 15_000, totalMs = 45_000 }: SmtpClientOptions): SmtpClient {
  return {
    send: async (mail, signal) => {
      const message = await compose(mail)
      if (message instanceof Error)
        return { ...failedOutcome({ message: message.message }), errorClass: 'internal' } as SmtpOutcome
      const connection = openConnection(server, silenceMs)
      const limit = AbortSignal.timeout(totalMs)
      const stop = signal === undefined ? limit : AbortSignal.any([limit, signal])
      const aborted = Promise.withResolvers<SmtpOutcome>()
      const abort = () => aborted.resolve(timedOut)
      stop.addEventListener('abort', abort)
      if (stop.aborted) abort()
      try {
        return await Promise.race([converse(connection, server, mail, message), aborted.promise])
      } finally {
        stop.removeEventListener('abort', abort)
        connection.close()
      }
    },
  }
}

function openConnection({ host, port, isImplicit, tls }: SmtpServer, silenceMs: number): SMTPConnection {
  return new SMTPConnection({
    host,
    port,
    secure: isImplicit,
    requireTLS: tls === 'required' || tls === 'unverified',
    ignoreTLS: tls === 'none',
    tls: { rejectUnauthorized: tls !== 'unverified', minVersion: 'TLSv1.2' },
    connectionTimeout: silenceMs,
    greetingTimeout: silenceMs,
    socketTimeout: silenceMs,
    dnsTimeout: silenceMs,
    maxResponseSize: 65_536,
    logger: false,
  })
}

function converse(
  connection: SMTPConnection,
  { login }: SmtpServer,
  mail: SmtpMail,
  message: Buffer,
): Promise<SmtpOutcome> {
  return new Promise((settle) => {
    const fail = (error: Error) => settle(failedOutcome(error))
    const send = () =>
      connection.send(
        { from: mail.from.address, to: [mail.to.address], size: message.length },
        message,
        (error, info) => {
          if (error !== null || info === undefined) return fail(error ?? new Error('No answer.'))
          settle(sentOutcome(info.response))
          connection.quit()
        },
      )
    connection.on('error', fail)
    connection.on('end', () =>
      fail(Object.assign(new Error('The server closed the connection.'), { code: 'ECONNECTION' })),
    )
    connection.connect((error) => {
      if (error !== undefined && error !== null) return fail(error)
      if (login === null) return send()
      connection.login({ credentials: { user: login.user, pass: login.password } }, (refusal) =>
        refusal === null ? send() : fail(refusal),
      )
    })
  })
}

/** The mail as bytes; an Error when it cannot be written. Nothing is read from a file or an address. */
async function compose(mail: SmtpMail): Promise<Buffer | Error> {
  const { 'Message-ID': messageId, ...headers } = mail.headers
  try {
    const composer = new MailComposer({
      from: written(mail.from),
      to: written(mail.to),
      subject: mail.subject,
      text: mail.text,
      html: mail.html,
      messageId,
      headers,
      date: new Date(mail.at),
      disableFileAccess: true,
      disableUrlAccess: true,
    })
    return await composer.compile().build()
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

function written({ address, name }: SmtpMail['to']) {
  return { address, name: name ?? '' }
}
