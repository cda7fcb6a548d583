import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sessionRoutes } from '../http/routes/sessions.ts'
import { openSampleApp, type SampleApp } from '../http/testing/sample-app.ts'
import { ensureAdmin, issueSignInLink } from '../modules/access/index.ts'
import { openTestInstallation } from '../modules/access/testing/test-installation-store.ts'
import { mailSettings } from '../modules/mail/index.ts'
import { createLog } from '../platform/log.ts'
import { createSmtpClient, smtpServer } from '../platform/smtp/index.ts'
import { startMailServer } from '../platform/smtp/testing/mail-servers.ts'
import { mailSignInLinks } from './mail-sign-in-links.ts'

const test = await openTestInstallation()
const { here: installation, workspace } = test
const publicUrl = 'https://desk.example.com'
installation.memory.keep(mailSettings, { publicUrl, hasServer: true })
const mails = await startMailServer(({ to }) => (to[0]?.startsWith('refused') === true ? 550 : null))
const lines: string[] = []
const log = createLog({ level: 'info', write: (line) => void lines.push(line) })
const client = createSmtpClient({ server: smtpServer(`smtp://127.0.0.1:${mails.port}`) })
const mailLink = mailSignInLinks({ installation, client, log })
let sample: SampleApp
beforeAll(async () => {
  sample = await openSampleApp({
    routes: sessionRoutes({ installation, publicUrl, mailLink }),
    limits: { loopDelayMs: Number.POSITIVE_INFINITY },
  })
})
afterAll(async () => {
  await sample.close()
  await mails.close()
  await test.close()
})

const member = (email: string) => ensureAdmin(installation, { workspace, email, name: 'Ada Young' })
const ask = async (email: string, headers: Record<string, string> = {}) => {
  const payload = { email }
  const own = { origin: 'http://127.0.0.1:8080', host: '127.0.0.1:8080', ...headers }
  const seen = await sample.app.inject({ method: 'POST', url: '/v1/session/link-request', headers: own, payload })
  return { status: seen.statusCode, body: seen.json() }
}
/** The secret in the text of a mail, whose lines are broken as mail asks. */
const secretIn = (source: string) => /#token=3D([\w-]+)/.exec(source.replaceAll(/=\r?\n/g, ''))?.[1]
const mailTo = (email: string, count = 1) =>
  expect.poll(() => mails.received.filter(({ to }) => to[0] === email).length).toBe(count)

describe('a link that is asked for on the sign-in page', () => {
  it('is mailed to whom the address belongs, in the language of the browser, and signs in once', async () => {
    await member('ada@example.com')
    const seen = await ask(' ADA@example.com ', { 'accept-language': 'fr, es-ES;q=0.8, en;q=0.5' })
    expect(seen).toMatchObject({ status: 202, body: { mail: true } })
    await mailTo('ada@example.com')
    const { source = '' } = mails.received[0] ?? {}
    expect(source).toMatch(/^Subject: =\?UTF-8\?Q\?Su_enlace/m)
    expect(source).toContain('Auto-Submitted: auto-generated')
    const token = secretIn(source) ?? ''
    const enter = () =>
      sample.app.inject({
        method: 'POST',
        url: '/v1/session/link',
        headers: { origin: 'http://127.0.0.1:8080', host: '127.0.0.1:8080' },
        payload: { token },
      })
    expect((await enter()).statusCode).toBe(201)
    expect((await enter()).statusCode).toBe(401)
  })

  it('answers the same where nobody has the address, and mails nothing', async () => {
    await member('grace@example.com')
    const known = await ask('grace@example.com')
    expect(await ask('nobody@example.com')).toEqual(known)
    expect(await ask('no address at all')).toEqual(known)
    await mailTo('grace@example.com')
    expect(mails.received.map(({ to }) => to[0])).not.toContain('nobody@example.com')
  })

  it('comes three times at most while they work, however often it is asked for', async () => {
    await member('joan@example.com')
    for (let turn = 0; turn < 5; turn++) {
      await ask('joan@example.com')
      await mailTo('joan@example.com', Math.min(turn + 1, 3))
    }
    // An operator is not held back by that.
    expect(await issueSignInLink(installation, 'joan@example.com')).not.toBeNull()
  })

  it('that the server refuses is told in the log, without address or link, and kept nowhere', async () => {
    await member('refused@example.com')
    expect((await ask('refused@example.com')).body.mail).toBe(true)
    await expect.poll(() => lines.filter((line) => line.includes('mail.sign_in')).length).toBe(1)
    expect(lines.join('\n')).not.toMatch(/refused@example\.com|token=/)
    expect(await test.query('select 1 from outbox_mails')).toEqual([])
  })
})
