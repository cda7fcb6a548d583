import { createToken, revokeToken, unlimitedGrant } from '../modules/access/index.ts'
import { AppError } from '../platform/errors.ts'
import type { Settings } from '../platform/config.ts'
import { exampleSlug } from '../start/example/create-example.ts'
import { findRunningServer } from '../start/server-file.ts'
import { chooseWorkspace } from './choose-workspace.ts'
import type { Command, Terminal } from './command.ts'
import { runDemo } from './demo/run-demo.ts'
import type { Arguments } from './read-arguments.ts'
import { withCore } from './with-core.ts'

/** Longer than anybody looks; a demo that dies leaves a token that ends. */
const tokenLifeMs = 7 * 86_400_000
/** So many agents are just busy with one customer a minute. */
const agentsPerArrival = 4
const unitMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 }

export const command: Command = {
  usage: '[--speed 1] [--agents 16] [--arrivals 4] [--seed N] [--for 2m] [--workspace operations-review]',
  help: `
Lets simulated customers, agents and a supervisor act on the running server through its public API until Ctrl-C: open
Queue Control and watch. Shows every few seconds how it goes, and at the end what was done. The exit code is 1 when the
server had a fault.

  --speed      how many times faster than people, 1 to 100
  --agents     how many agents; they are added once and used again
  --arrivals   customers a minute of the demo's own time, more by day than by night, and now and then a surge; what
               the agents can bear unless said
  --seed       the same customers again; another number each time unless said
  --for        ends by itself: 30s, 10m, 2h
  --json       JSON lines instead of sentences
`,
  options: {
    speed: 'value',
    agents: 'value',
    arrivals: 'value',
    seed: 'value',
    for: 'value',
    workspace: 'value',
    json: 'switch',
  },
  run: async (given, terminal) => {
    const options = optionsOf(given)
    const endsAfterMs = endOf(given)
    const { settings } = given
    const running = await findRunningServer(settings.dataFolder)
    if (running === null)
      throw new AppError('unavailable', 'No server runs on this data folder; start it first: npm start.')
    const slug = given.text('workspace') ?? exampleSlug
    const token = await lendToken(settings, terminal, slug)
    const stop = new AbortController()
    const end = () => stop.abort()
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, end)
    const timer = endsAfterMs === null ? undefined : setTimeout(end, endsAfterMs)
    const { speed, agents, seed } = options
    terminal.tell(
      `${agents} agents at speed ${speed}, seed ${seed}. Watch them at ${running.publicUrl}/queues; Ctrl-C ends it.`,
    )
    try {
      const reporter = { terminal, isJson: given.isOn('json'), stop }
      return await runDemo({ address: running.address, token: token.secret }, options, reporter)
    } finally {
      clearTimeout(timer)
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, end)
      await token.takeBack()
    }
  },
}

function optionsOf(given: Arguments) {
  const anySeed = Math.floor(Math.random() * 1_000_000)
  const agents = given.number('agents', { unlessSaid: 16, least: 1, most: 200 })
  return {
    agents,
    speed: given.number('speed', { unlessSaid: 1, least: 1, most: 100 }),
    perMinute: given.number('arrivals', { unlessSaid: Math.ceil(agents / agentsPerArrival), least: 1, most: 600 }),
    seed: given.number('seed', { unlessSaid: anySeed, least: 0, most: 4_294_967_295 }),
  }
}

function endOf(given: Arguments): number | null {
  const text = given.text('for')
  if (text === null) return null
  const [, count, unit] = /^(\d{1,5})([smh])$/.exec(text) ?? []
  const ms = Number(count) * (unitMs[unit ?? ''] ?? Number.NaN)
  if (ms > 0) return ms
  throw new AppError('invalid', '--for takes a time such as 30s, 10m or 2h.')
}

/** A token of the demo's own, of a manager; the demo does the rest with it alone. */
async function lendToken(settings: Settings, terminal: Terminal, slug: string) {
  const inWorkspace = <T>(work: (context: Awaited<ReturnType<typeof chooseWorkspace>>) => Promise<T>) =>
    withCore(settings, terminal, async ({ core }) => work(await chooseWorkspace(core, slug)))
  const { token, secret } = await inWorkspace((context) =>
    createToken(context, {
      ...unlimitedGrant,
      name: 'Demo',
      role: 'manager',
      expiresAt: context.now() + tokenLifeMs,
    }),
  )
  const takeBack = () =>
    inWorkspace((context) => revokeToken(context, { tokenId: token.id })).then(
      () => undefined,
      () => terminal.tell('The token of the demo could not be revoked; it ends in seven days.'),
    )
  return { secret, takeBack }
}
