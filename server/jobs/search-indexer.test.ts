import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import { closeChat, createChat, sayInChat } from '../modules/chat/index.ts'
import { rebuildDocuments } from '../modules/search/index.ts'
import { listTickets, wholeList } from '../modules/tickets/index.ts'
import { createLog } from '../platform/log.ts'
import { soon } from '../platform/testing/soon.ts'
import { createSearchIndexer } from './search-indexer.ts'
import { type Desk, openRouterWorld } from './testing/router-world.ts'
import type { Worker } from './worker.ts'

const world = await openRouterWorld()
afterAll(world.close)
const running: Worker[] = []
afterEach(async () => {
  for (const indexer of running.splice(0)) await indexer.stop(2_000)
})

function startIndexer(): Worker {
  const { installation, relay, feed } = world
  const indexer = createSearchIndexer({ installation, relay, feed, log: createLog({ level: 'silent' }) })
  indexer.start()
  running.push(indexer)
  return indexer
}

const found = async (desk: Desk, q: string) =>
  (await listTickets(desk.context, { ...wholeList, q, limit: 10 })).tickets.map((ticket) => ticket.issueSummary)

describe('the job that builds documents', () => {
  it('makes what happens findable, in every workspace', async () => {
    startIndexer()
    const desks = [await world.openDesk(), await world.openDesk()]
    for (const desk of desks) await desk.addTicket({ issueSummary: 'An aardvark' })
    for (const desk of desks) await vi.waitFor(async () => expect(await found(desk, 'aardvark')).toHaveLength(1), soon)
  })

  it('catches up with what happened while it did not run, and goes on with a rebuild', async () => {
    const desk = await world.openDesk()
    const first = startIndexer()
    await desk.addTicket({ issueSummary: 'Before a pangolin' })
    await vi.waitFor(async () => expect(await found(desk, 'pangolin')).toHaveLength(1), soon)
    await first.stop(2_000)
    await desk.addTicket({ issueSummary: 'After a pangolin' })
    expect(await found(desk, 'pangolin')).toHaveLength(1)
    startIndexer()
    await vi.waitFor(async () => expect(await found(desk, 'pangolin')).toHaveLength(2), soon)
    await world.query('delete from search_documents where workspace_id = $1', [desk.context.workspace.id])
    await rebuildDocuments(desk.context, { upTo: world.feed.mark() })
    await vi.waitFor(async () => expect(await found(desk, 'pangolin')).toHaveLength(2), soon)
  })

  it('lets two processes share a workspace without doing anything twice or not at all', async () => {
    const desk = await world.openDesk()
    startIndexer()
    startIndexer()
    for (let place = 0; place < 12; place++) await desk.addTicket({ issueSummary: `Okapi ${place}` })
    await vi.waitFor(async () => expect(await found(desk, 'okapi')).toHaveLength(10), soon)
    const words = await world.query<{ documents: number }>(
      `select documents from search_words where workspace_id = $1 and word = 'okapi'`,
      [desk.context.workspace.id],
    )
    await vi.waitFor(async () => expect(await found(desk, '"okapi 0"')).toHaveLength(1), soon)
    expect(words[0]?.documents).toBeLessThanOrEqual(12)
  })

  it('makes what is said in a chat findable once that is over', async () => {
    const desk = await world.openDesk()
    startIndexer()
    const request = { customerId: 'visitor', language: 'en', issueSummary: 'A question' }
    const { chat } = await createChat(desk.context, { request, hasKey: false })
    await vi.waitFor(async () => expect(await found(desk, 'question')).toHaveLength(1), soon)
    await sayInChat(desk.context, { chatId: chat.id, body: 'About a quokka', clientId: null })
    await desk.addTicket({ issueSummary: 'Later: a wombat' })
    await vi.waitFor(async () => expect(await found(desk, 'wombat')).toHaveLength(1), soon)
    expect(await found(desk, 'quokka')).toEqual([])
    await closeChat(desk.context, { chatId: chat.id, by: 'agent', reason: 'closed' })
    await vi.waitFor(async () => expect(await found(desk, 'quokka')).toEqual(['A question']), soon)
  })
})
