import { QueryClient } from '@tanstack/react-query'
import type { Ticket } from '@switchyard/sdk'
import { describe, expect, it } from 'vitest'
import { cacheKeys } from './cache-keys.ts'
import { showTicketAtOnce } from './show-at-once.ts'

const ticket = (id: string) => ({ id, priority: 'normal' }) as Ticket
const page = (...ids: string[]) => ({ data: ids.map(ticket), page: { next: null } })

function filled(): QueryClient {
  const client = new QueryClient()
  client.setQueryData(cacheKeys.ticket('a'), ticket('a'))
  // By its number, as an address may name it.
  client.setQueryData(cacheKeys.ticket('10042'), ticket('a'))
  client.setQueryData(cacheKeys.ticket('b'), ticket('b'))
  client.setQueryData(cacheKeys.ticketList({ view: 'all' }), { pages: [page('b'), page('a')], pageParams: ['', 'x'] })
  client.setQueryData(cacheKeys.expiredTickets, page('a', 'b'))
  client.setQueryData(cacheKeys.followers('a'), page('a'))
  return client
}

const read = (client: QueryClient) => JSON.stringify(client.getQueriesData({}))

describe('a change that is shown at once', () => {
  it('stands wherever the ticket does, and nowhere else', async () => {
    const client = filled()
    await showTicketAtOnce(client, 'a', { priority: 'high' })
    const priorityOf = (key: readonly unknown[]) => client.getQueryData<Ticket>(key)?.priority
    expect([priorityOf(cacheKeys.ticket('a')), priorityOf(cacheKeys.ticket('10042'))]).toEqual(['high', 'high'])
    expect(priorityOf(cacheKeys.ticket('b'))).toBe('normal')
    const listed = client.getQueryData<{ pages: { data: Ticket[] }[] }>(cacheKeys.ticketList({ view: 'all' }))
    expect(listed?.pages.map(({ data }) => data.map(({ priority }) => priority))).toEqual([['normal'], ['high']])
    const expired = client.getQueryData<{ data: Ticket[] }>(cacheKeys.expiredTickets)
    expect(expired?.data.map(({ priority }) => priority)).toEqual(['high', 'normal'])
    expect(client.getQueryData(cacheKeys.followers('a'))).toEqual(page('a'))
  })

  it('lets what is still on its way arrive', async () => {
    const client = new QueryClient()
    const { promise, resolve } = Promise.withResolvers<Ticket>()
    const loading = client.fetchQuery({ queryKey: cacheKeys.ticket('a'), queryFn: () => promise })
    await showTicketAtOnce(client, 'a', { priority: 'high' })
    resolve(ticket('a'))
    expect((await loading).priority).toBe('normal')
  })

  it('is taken back as if it had never been', async () => {
    const client = filled()
    const before = read(client)
    const takeBack = await showTicketAtOnce(client, 'a', { priority: 'high' })
    expect(read(client)).not.toBe(before)
    takeBack()
    expect(read(client)).toBe(before)
  })
})
