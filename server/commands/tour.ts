import { createToken, revokeToken, unlimitedGrant } from '../modules/access/index.ts'
import type { Context } from '../platform/context.ts'
import { AppError } from '../platform/errors.ts'
import { exampleSlug } from '../start/example/create-example.ts'
import { findRunningServer } from '../start/server-file.ts'
import { openCallbackReceiver, type ReceivedCallback } from './callback-receiver.ts'
import { chooseWorkspace } from './choose-workspace.ts'
import type { Command } from './command.ts'
import { playCall } from './tour/call-chapter.ts'
import { playCase } from './tour/case-chapter.ts'
import { playChat } from './tour/chat-chapter.ts'
import { playCallbacks } from './tour/callback-chapter.ts'
import { playHandoff } from './tour/handoff-chapter.ts'
import { playOrderSupport } from './tour/order-chapter.ts'
import { assignByHand, doManyWait, makeTourAgent, playOffer } from './tour/offer-chapter.ts'
import { playPortal } from './tour/portal-chapter.ts'
import { closeTicket, playFirstRequest, playRepeatedRequest, playStages, playTimeline } from './tour/ticket-chapters.ts'
import { createTourGuide, type TourGuide } from './tour/tour-client.ts'
import { withCore } from './with-core.ts'

const tokenLifeMs = 15 * 60_000

export const command: Command = {
  usage: '[--workspace operations-review]',
  help: `
Plays the requests of the documentation against the running server, with a receiver of callbacks on this machine.
Shows each request, its answer and what to look at. The exit code is 1 when anything differs from what is promised.
`,
  options: { workspace: 'value' },
  run: async (given, terminal) => {
    const running = await findRunningServer(given.settings.dataFolder)
    if (running === null)
      throw new AppError('unavailable', 'No server runs on this data folder; start it first: npm start.')
    return withCore(given.settings, terminal, async ({ core }) => {
      const context = await chooseWorkspace(core, given.text('workspace') ?? exampleSlug)
      const startedAt = performance.now()
      const { token, secret } = await makeToken(context)
      const guide = createTourGuide({ address: running.address, token: secret }, terminal)
      try {
        await play(guide, { workspace: context.workspace.slug, address: running.address })
      } finally {
        await revokeToken(context, { tokenId: token.id })
      }
      const took = ((performance.now() - startedAt) / 1000).toFixed(1)
      const differences = guide.differences()
      terminal.out(
        differences === 0 ? `\nEverything is as promised (${took} s).` : `\n${differences} differences (${took} s).`,
      )
      return differences === 0 ? 0 : 1
    })
  },
}

async function play(guide: TourGuide, { workspace, address }: { workspace: string; address: string }): Promise<void> {
  const received: ReceivedCallback[] = []
  const receiver = await openCallbackReceiver(0, async (callback) => received.push(callback) > 0)
  const agentId = await makeTourAgent(guide)
  try {
    const firstId = await playFirstRequest(guide, workspace)
    const ticketId = await playRepeatedRequest(guide, receiver.url)
    await closeTicket(guide, { ticketId: firstId, agentId })
    const isOffered = !(await doManyWait(guide))
    if (isOffered) await playOffer(guide, { agentId, ticketId })
    else await assignByHand(guide, { agentId, ticketId })
    await playStages(guide, ticketId)
    await playCallbacks(guide, { received, ticketId })
    await playCase(guide, ticketId)
    await playTimeline(guide, { ticketId, isOffered })
    if (isOffered) await closeTicket(guide, { ticketId: await playCall(guide, agentId), agentId })
    const chatTicketId = isOffered ? await playChat(guide, { workspace, address, agentId }) : null
    if (chatTicketId !== null) await closeTicket(guide, { ticketId: chatTicketId, agentId })
    await playPortal(guide, { workspace, address, agentId })
    await playHandoff(guide, agentId)
    await playOrderSupport(guide, agentId)
  } finally {
    await guide.ask({ method: 'DELETE', path: `/v1/agents/${agentId}` })
    await receiver.close()
  }
}

function makeToken(context: Context) {
  return createToken(context, {
    ...unlimitedGrant,
    name: 'Tour',
    role: 'admin',
    expiresAt: context.now() + tokenLifeMs,
  })
}
