import type { Listing, LiveStatus, QueueFigures } from '@switchyard/sdk'
import type { Terminal } from '../command.ts'
import type { DemoWorld } from './demo-world.ts'
import { boardOf, factsOf, finalLines, liveLine } from './summary.ts'
import type { Tally } from './tally.ts'

const everyMs = 5_000

/** Where a demo shows how it goes: lines for people, or JSON for programs. */
export interface Reporter {
  readonly terminal: Terminal
  readonly isJson: boolean
}

/** Shows every few seconds how it goes. */
export async function tellProgress({ api, pace, tally }: DemoWorld, { terminal, isJson }: Reporter): Promise<void> {
  while (!pace.signal.aborted) {
    await pace.waitForServer(everyMs)
    const queues = await api.ask<Listing<QueueFigures>>({ method: 'GET', path: '/v1/queues' })
    const board = boardOf(queues?.data ?? [])
    const at = new Date()
    terminal.out(isJson ? JSON.stringify({ at, ...board, ...factsOf(tally) }) : liveLine(at, board, tally))
  }
}

/** Says once when the server is away, and once when it is back. */
export function tellStatus({ tell }: Terminal): (status: LiveStatus) => void {
  let isAway = false
  return (status) => {
    if (status !== 'live' && !isAway) tell('The server does not answer; the demo goes on when it does.')
    if (status === 'live' && isAway) tell('The server is back.')
    isAway = status !== 'live'
  }
}

export function tellEnd(tally: Tally, lastedMs: number, { terminal, isJson }: Reporter): void {
  if (isJson) return terminal.out(JSON.stringify({ ended: true, lastedMs: Math.round(lastedMs), ...factsOf(tally) }))
  for (const line of ['', ...finalLines(tally, lastedMs)]) terminal.out(line)
}
