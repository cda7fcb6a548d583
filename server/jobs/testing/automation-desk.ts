import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, vi } from 'vitest'
import { fireAutomationTimer, followEvents } from '../../modules/automations/index.ts'
import { addMessage } from '../../modules/handling/index.ts'
import { readTimeline } from '../../modules/tickets/index.ts'
import { claimTimers } from '../../modules/timers/index.ts'
import type { Context } from '../../platform/context.ts'
import { newId } from '../../platform/ids.ts'
import { systemPrincipal } from '../../platform/principal.ts'
import type { Desk, RouterWorld } from './router-world.ts'
import { soon } from './watched-desks.ts'

export const exampleDocument = readFileSync(
  join(import.meta.dirname, '../../../workflows/operations-review.yaml'),
  'utf8',
)

/** A rule that lifts mail when it arrives. */
export const liftMail = `
  - id: lift
    label: Lift
    on: [ticket.created]
    when: ticket.channel == "email"
    do: [{ setPriority: high, tag: lifted }]`

/** The example with these rules instead of its own, and nothing sent by itself. */
export function withRules(rules: string): (text: string) => string {
  return (text) =>
    text
      .replace(/^automations:[\s\S]*?^macros:/m, `automations:\n${rules}\n\nmacros:`)
      .replace('{ label: E-mail, automation: { firstResponse: send } }', '{ label: E-mail }')
      .replace(/^ {2}automations: \[gold.*\n/m, '')
      .replace(/^ {2}- name: gold customers[\s\S]*/m, '')
}

export interface SeenRun {
  readonly automation: string
  readonly outcome: string
  readonly code: string
  readonly reason: string
  readonly did: string[]
}

/** Short ways to what automations do in a desk. */
export function watchAutomations(world: RouterWorld) {
  /** The same workspace so much later. */
  function later(desk: Desk, ms: number): Context {
    const workspace = { ...desk.context.workspace, clockOffsetMs: ms }
    return world.installation.openContext({ workspace, principal: systemPrincipal, requestId: newId() })
  }

  /** Timers that are due by then, each held by whoever asks. */
  function claimDue(desk: Desk, ms: number) {
    const context = later(desk, ms)
    const claim = { kinds: ['automation'] as const, limit: 100, leaseMs: 0, aheadMs: ms }
    return context.transaction((tx) => claimTimers(tx, context.workspace.id, claim))
  }

  return {
    later,
    claimDue,
    /** Fires what is due by then, as a worker does; gives how many timers there were. */
    fireDue: async (desk: Desk, ms: number): Promise<number> => {
      const claimed = await claimDue(desk, ms)
      for (const timer of claimed) await fireAutomationTimer(later(desk, ms), timer)
      return claimed.length
    },
    runsOf: (desk: Desk): Promise<SeenRun[]> =>
      world.query<SeenRun>(
        `select automation, outcome, code, reason, did from automation_runs where workspace_id = $1 order by id`,
        [desk.context.workspace.id],
      ),
    /** Acts on everything that has happened, as a worker does, and on what that makes happen. */
    lookOn: async (desk: Desk): Promise<void> => {
      for (let rounds = 0, seen = -1; rounds < 30; rounds++) {
        const [last] = await world.query<{ seq: number }>('select coalesce(max(seq), 0) as seq from events')
        const upTo = last?.seq ?? 0
        if (upTo === seen) return
        seen = upTo
        await vi.waitFor(() => expect(world.feed.mark()).toBeGreaterThanOrEqual(upTo), soon)
        while (!(await followEvents(desk.context, { upTo })));
      }
      throw new Error('It never ends.')
    },
    /** The customer says something. */
    say: (desk: Desk, ticketId: string, body: string) =>
      addMessage(desk.context, {
        ticketId,
        body,
        visibility: 'public',
        clientId: null,
        asCustomer: true,
        lastSeenSeq: null,
      }),
    /** Everything that was said on a ticket. */
    saidOn: async (desk: Desk, ticketId: string) => {
      const timeline = await readTimeline(desk.context, { ticketId, after: 0, limit: 100 })
      return timeline?.flatMap((item) => (item.kind === 'message' ? [item.message] : [])) ?? []
    },
  }
}
