import { verifyWebhook } from '@switchyard/sdk'
import { AppError } from '../platform/errors.ts'
import { findRunningServer } from '../start/server-file.ts'
import {
  type CallbackBody,
  describeCallback,
  describeEvent,
  type EventBody,
  readCallbackBody,
  readEventBody,
} from './callback-body.ts'
import { openCallbackReceiver, type ReceivedCallback } from './callback-receiver.ts'
import type { Command, Terminal } from './command.ts'
import type { Arguments } from './read-arguments.ts'

export const command: Command = {
  usage: '[--port 9000] [--secret whsec_… | --token sy_…]',
  help: `
Receives callbacks and what subscriptions are told on this machine, verifies their signatures and prints them until Ctrl-C.
Use its address as callbackUrl or for a subscription: http://127.0.0.1:9000/callbacks

  --secret    the key callbacks are signed with
  --token     or the token that creates the tickets: the running server is asked for its key
  --json      print the bodies instead of a line each
`,
  options: { port: 'value', secret: 'value', token: 'value', json: 'switch' },
  run: async (given, terminal) => {
    const secrets = await secretsOf(given)
    const port = given.number('port', { unlessSaid: 9000, least: 0, most: 65_535 })
    const show = (callback: ReceivedCallback) => print(callback, { secrets, isJson: given.isOn('json'), terminal })
    const receiver = await openCallbackReceiver(port, show)
    terminal.tell(`Waiting for callbacks at ${receiver.url}`)
    if (secrets === null) terminal.tell('Without --secret or --token signatures are not verified.')
    await new Promise((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, resolve)
    })
    await receiver.close()
    return 0
  },
}

async function secretsOf(given: Arguments): Promise<string[] | null> {
  const secret = given.text('secret')
  if (secret !== null) {
    if (!isKey(secret)) throw new AppError('invalid', '--secret takes the key as it was shown: whsec_…')
    return [secret]
  }
  const token = given.text('token')
  if (token === null) return null
  const running = await findRunningServer(given.settings.dataFolder)
  if (running === null)
    throw new AppError('unavailable', 'No server runs on this data folder; start it first: npm start.')
  const answer = await fetch(`${running.address}/v1/tokens/self/callback-secret`, {
    headers: { authorization: `Bearer ${token}` },
  }).catch(() => {
    throw new AppError('unavailable', `The server at ${running.address} does not answer.`)
  })
  if (!answer.ok) throw new AppError('unauthenticated', `The server refused this token (${answer.status}).`)
  const { secret: current, retiring } = (await answer.json()) as { secret: string; retiring: { secret: string }[] }
  return [current, ...retiring.map((key) => key.secret)]
}

/** What is no base64 can verify nothing: it would end the command when the first callback comes. */
function isKey(secret: string): boolean {
  try {
    return atob(secret.replace(/^whsec_/, '')) !== ''
  } catch {
    return false
  }
}

/** Prints a callback; false when its signature is wrong. */
async function print(
  { headers, body }: ReceivedCallback,
  how: { secrets: string[] | null; isJson: boolean; terminal: Terminal },
): Promise<boolean> {
  const { secrets, isJson, terminal } = how
  const verdict = secrets === null ? null : await verifyWebhook({ secrets, headers, body, nowMs: Date.now() })
  const mark = verdict === null ? 'unverified' : verdict.ok ? 'verified' : `REFUSED ${verdict.reason}`
  const callback = readCallbackBody(body)
  const event = readEventBody(body)
  if (isJson)
    terminal.out(JSON.stringify({ verdict: mark, id: headers['webhook-id'] ?? null, body: callback ?? event ?? body }))
  else terminal.out(`${mark.padEnd(10)} ${lineOf({ callback, event, body })}`)
  return verdict === null || verdict.ok
}

function lineOf({
  callback,
  event,
  body,
}: {
  callback: CallbackBody | null
  event: EventBody | null
  body: string
}): string {
  if (callback !== null) return describeCallback(callback)
  return event === null ? body.slice(0, 200) : describeEvent(event)
}
