import { setTimeout as pause } from 'node:timers/promises'
import { createEventFeed } from '../modules/events/index.ts'
import { indexEvents, readIndexState, rebuildDocuments } from '../modules/search/index.ts'
import type { Context } from '../platform/context.ts'
import { chooseWorkspace } from './choose-workspace.ts'
import type { Command, Terminal } from './command.ts'
import { progressBar } from './progress-bar.ts'
import type { ServiceCore } from '../start/open-core.ts'
import { withCore } from './with-core.ts'

/** A running server has the place in hand: it is asked again. */
const retryMs = 50

export const command: Command = {
  usage: '[--workspace SLUG]',
  help: `
Builds what search reads anew, from the newest ticket to the oldest. What is there stays searchable meanwhile. Works while
the server runs, which then helps, and while it is stopped; one that is cut off is gone on with by the server.
`,
  options: { workspace: 'value' },
  run: (given, terminal) =>
    withCore(given.settings, terminal, async ({ core }) => {
      const context = await chooseWorkspace(core, given.text('workspace'))
      const startedAt = performance.now()
      const upTo = await findMark(core)
      await rebuildDocuments(context, { upTo })
      const documents = await rebuildAll(context, { upTo, terminal })
      const seconds = (performance.now() - startedAt) / 1_000
      terminal.tell(`${documents} documents of ${context.workspace.slug} in ${seconds.toFixed(1)} s.`)
      return 0
    }),
}

/** The number up to which no event can be missing any more. */
async function findMark(core: ServiceCore): Promise<number> {
  const feed = createEventFeed({ relay: core.relayPool, memory: core.installation.memory, log: { warn: () => {} } })
  await feed.start()
  const mark = feed.mark()
  await feed.stop()
  return mark
}

/** Works until nothing is left; gives how many tickets the workspace has documents of. */
async function rebuildAll(context: Context, { upTo, terminal }: { upTo: number; terminal: Terminal }): Promise<number> {
  let tickets = 0
  for (;;) {
    const state = await readIndexState(context)
    if (state === null) return tickets
    tickets = Math.max(state.tickets, state.rebuilt)
    terminal.progress(progressBar(state.rebuilt, state.tickets))
    const step = await indexEvents(context, { upTo })
    if (step.isTaken) await pause(retryMs)
  }
}
