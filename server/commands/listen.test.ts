import { rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { Webhook } from 'standardwebhooks'
import { afterAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../database/testing/temporary-folder.ts'
import { callbackSecretRoutes } from '../http/routes/tokens-callback-secret.ts'
import { openSampleApp } from '../http/testing/sample-app.ts'
import { authenticateToken, createToken } from '../modules/access/index.ts'
import { grantOf, openTestInstallation } from '../modules/access/testing/test-installation-store.ts'
import { announceServer } from '../start/server-file.ts'
import { type Listener, startListener } from './testing/listener.ts'
import { runHere } from './testing/run-here.ts'

const home = await openTestInstallation()
const sample = await openSampleApp({
  routes: callbackSecretRoutes(),
  authenticate: {
    token: (text) => authenticateToken(home.here, text),
    session: () => {
      throw new Error('Nobody signs in here.')
    },
  },
  openContextFor: (caller, requestId) => home.here.openContext({ ...caller, requestId }),
})
await sample.app.listen({ host: '127.0.0.1', port: 0 })
const port = String((sample.app.server.address() as AddressInfo).port)
const address = `http://127.0.0.1:${port}`

/** Data folders: of nobody, of the server above, and of one that does not answer. */
const folder = await temporaryFolder('switchyard-listen-')
const [running, silent] = [join(folder, 'running'), join(folder, 'silent')]
await announceServer(running, { address, publicUrl: address })
await announceServer(silent, { address: 'http://127.0.0.1:1', publicUrl: address })
afterAll(async () => {
  await sample.close()
  await home.close()
  await rm(folder, { recursive: true })
})

const keyOf = (letter: string) => `whsec_${Buffer.alloc(32, letter).toString('base64')}`

const body = (sequence: number) =>
  JSON.stringify({
    ticketId: 'ticket_1',
    sequence,
    data: {
      ticket: { number: 10_001, status: 'assigned' },
      change: { event: 'ticket.assigned', from: 'classified', to: 'assigned' },
    },
  })

/** Signed by an independent library. */
function signed(text: string, secret: string): Record<string, string> {
  const at = new Date()
  return {
    'webhook-id': 'evt_1',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign('evt_1', at, text),
  }
}

/** Sends a callback; gives the status it is answered with and the line it is printed as. */
async function deliver({ url, line }: Listener, text: string, headers: Record<string, string> = {}) {
  const answer = await fetch(url, { method: 'POST', headers, body: text })
  return [answer.status, await line()]
}

describe('switchyard listen', () => {
  it('prints what a subscription is told by its type', async () => {
    const listener = await startListener('--secret', keyOf('a'))
    const event = (ticketId: string | null) =>
      JSON.stringify({ type: 'ticket.solved', sequence: 7, ticketId, data: {} })
    for (const [ticketId, what] of [
      ['ticket_1', '#7 ticket.solved  ticket_1'],
      [null, '#7 ticket.solved'],
    ] as const) {
      const text = event(ticketId)
      expect(await deliver(listener, text, signed(text, keyOf('a')))).toEqual([204, `verified   ${what}`])
    }
    await listener.end('SIGINT')
  })

  it('verifies what it receives with the secret, until it is interrupted', async () => {
    const listener = await startListener('--secret', keyOf('a'))
    const what = '#3 ticket.assigned  classified → assigned  (ticket 10001)'
    expect(await deliver(listener, body(3), signed(body(3), keyOf('a')))).toEqual([204, `verified   ${what}`])
    const refused = `REFUSED signature_mismatch ${what}`
    expect(await deliver(listener, body(3), signed(body(4), keyOf('a')))).toEqual([401, refused])
    expect(await deliver(listener, body(3), signed(body(3), keyOf('b')))).toEqual([401, refused])
    expect(await deliver(listener, body(3))).toEqual([401, `REFUSED header_missing ${what}`])
    const told = `Waiting for callbacks at ${listener.url}\n`
    expect(await listener.end('SIGINT')).toEqual({ code: 0, told })
  })

  it('prints bodies, unverified without a secret, until it is ended', async () => {
    const listener = await startListener('--json')
    const read = async (text: string, headers = {}) => {
      const [, line] = await deliver(listener, text, headers)
      return JSON.parse(String(line)) as unknown
    }
    expect(await read(body(3), { 'webhook-id': 'evt_1' })).toEqual({
      verdict: 'unverified',
      id: 'evt_1',
      body: JSON.parse(body(3)),
    })
    expect(await read('no callback')).toEqual({ verdict: 'unverified', id: null, body: 'no callback' })
    const { code, told } = await listener.end('SIGTERM')
    expect(told).toMatch(/\nWithout --secret or --token signatures are not verified\.\n$/)
    expect(code).toBe(0)
  })
})

describe('switchyard listen --token', () => {
  it('asks the running server for the keys of the token, those that retire among them', async () => {
    const { secret: token } = await createToken(home.contextOf(), grantOf())
    const ask = async (method: string, at: string) => {
      const url = `${address}/v1/tokens/self/callback-secret${at}`
      const answer = await fetch(url, { method, headers: { authorization: `Bearer ${token}` } })
      return ((await answer.json()) as { secret: string }).secret
    }
    const retiring = await ask('GET', '')
    const current = await ask('POST', '/rotate')
    const listener = await startListener('--token', token, '--data', running)
    for (const secret of [retiring, current]) {
      expect(await deliver(listener, body(1), signed(body(1), secret))).toEqual([
        204,
        expect.stringMatching(/^verified   #1 /),
      ])
    }
    expect((await listener.end('SIGINT')).code).toBe(0)
  })
})

describe('switchyard listen refuses', () => {
  it.each([
    ['a port that is none', ['--port', '70000'], '--port takes a whole number from 0 to 65535.'],
    ['a port that is taken', ['--port', port], `Port ${port} is taken by another program; choose one with --port.`],
    [
      'a secret that is no key',
      ['--port', '0', '--secret', 'not base64!'],
      '--secret takes the key as it was shown: whsec_…',
    ],
    ['a token that opens nothing', ['--token', 'sy_x', '--data', running], 'The server refused this token (401).'],
    [
      'a token without a server',
      ['--token', 'sy_x', '--data', folder],
      'No server runs on this data folder; start it first: npm start.',
    ],
    [
      'a token where the server does not answer',
      ['--token', 'sy_x', '--data', silent],
      'The server at http://127.0.0.1:1 does not answer.',
    ],
  ])('%s with one sentence', async (_, args, sentence) => {
    expect(await runHere(['listen', ...args])).toEqual({ code: 1, out: '', told: `switchyard: ${sentence}\n` })
  })
})
