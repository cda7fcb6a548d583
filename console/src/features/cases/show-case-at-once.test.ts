import { QueryClient } from '@tanstack/react-query'
import type { Case, CaseDetail, CaseLane, Listing, Page } from '@switchyard/sdk'
import { describe, expect, it } from 'vitest'
import { cacheKeys } from '../../live/cache-keys.ts'
import { showCaseAtOnce } from './show-case-at-once.ts'

const caseOf = (id: string) => ({ id, status: 'opened', level: 1 }) as CaseDetail
const pageOf = (...ids: string[]) => ({ pages: [{ data: ids.map(caseOf), page: { next: null } }], pageParams: [null] })

function filled(): QueryClient {
  const client = new QueryClient()
  client.setQueryData(cacheKeys.case('a'), caseOf('a'))
  client.setQueryData(cacheKeys.case('b'), caseOf('b'))
  client.setQueryData(cacheKeys.caseLane('opened', {}), pageOf('a', 'b'))
  client.setQueryData(cacheKeys.caseLane('triage', {}), pageOf('c'))
  const lanes = ['opened', 'triage', 'closed'].map((status) => ({ status, cases: 2 }))
  client.setQueryData(cacheKeys.caseLanes({}), { data: lanes })
  return client
}

const read = (client: QueryClient) => JSON.stringify(client.getQueriesData({}))
const lane = (client: QueryClient, status: string) =>
  client.getQueryData<{ pages: Page<Case>[] }>(cacheKeys.caseLane(status, {}))?.pages.flatMap(({ data }) => data)

describe('a case that is changed at once', () => {
  it('stands in the lane it was moved to, counted there, and in its panel', async () => {
    const client = filled()
    const before = read(client)
    const takeBack = await showCaseAtOnce(client, caseOf('a'), { status: 'triage' })
    expect([lane(client, 'opened'), lane(client, 'triage')].map((cases) => cases?.map(({ id }) => id))).toEqual([
      ['b'],
      ['a', 'c'],
    ])
    const counts = client.getQueryData<Listing<CaseLane>>(cacheKeys.caseLanes({}))
    expect(counts?.data.map(({ cases }) => cases)).toEqual([1, 3, 2])
    expect(client.getQueryData<CaseDetail>(cacheKeys.case('a'))?.status).toBe('triage')
    expect(client.getQueryData<CaseDetail>(cacheKeys.case('b'))?.status).toBe('opened')
    takeBack()
    expect(read(client)).toBe(before)
  })

  it('stays in its place where it is changed otherwise', async () => {
    const client = filled()
    await showCaseAtOnce(client, caseOf('a'), { level: 2 })
    expect(lane(client, 'opened')?.map(({ id, level }) => [id, level])).toEqual([
      ['a', 2],
      ['b', 1],
    ])
    expect(lane(client, 'triage')?.map(({ id }) => id)).toEqual(['c'])
  })
})
