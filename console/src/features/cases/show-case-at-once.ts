import type { InfiniteData, QueryClient, QueryKey } from '@tanstack/react-query'
import type { Case, CaseDetail, CaseLane, Listing, Page } from '@switchyard/sdk'
import { cacheKeys } from '../../live/cache-keys.ts'
import { showAtOnce } from '../../live/show-at-once.ts'

type LanePages = InfiniteData<Page<Case>>
type Known = CaseDetail | Listing<CaseLane> | LanePages

/** A lane with the case as it is now: where it stands, changed; where it came to, on top; where it left, no more. */
function laneWith(pages: LanePages, lane: unknown, { before, now }: { before: Case; now: Case }): LanePages {
  const isHere = lane === now.status
  const stays = isHere && before.status === now.status
  const changed = pages.pages.map((page, index) => {
    const others = page.data.flatMap((one) => (one.id !== now.id ? [one] : stays ? [now] : []))
    return { ...page, data: isHere && !stays && index === 0 ? [now, ...others] : others }
  })
  return { ...pages, pages: changed }
}

const [, laneName] = cacheKeys.caseLane('', {})

function withCase(known: Known, [, name, lane]: QueryKey, change: { before: Case; now: Case }): Known {
  const { before, now } = change
  if ('pages' in known) return name === laneName ? laneWith(known, lane, change) : known
  if (!('data' in known)) return known.id === now.id ? { ...known, ...now } : known
  const moved = (status: string) => Number(status === now.status) - Number(status === before.status)
  return { data: known.data.map((one) => ({ ...one, cases: one.cases + moved(one.status) })) }
}

/** Shows a change of a case at once, in its panel and on the board; gives the way to take it back. */
export function showCaseAtOnce(client: QueryClient, before: Case, patch: Partial<Case>): Promise<() => void> {
  const ofCase: QueryKey = cacheKeys.case(before.id)
  const isShown = ([name, id]: QueryKey) => name === cacheKeys.cases[0] || (name === ofCase[0] && id === before.id)
  const change = { before, now: { ...before, ...patch } }
  return showAtOnce<Known>(client, { predicate: ({ queryKey }) => isShown(queryKey) }, (known, key) =>
    withCase(known, key, change),
  )
}
