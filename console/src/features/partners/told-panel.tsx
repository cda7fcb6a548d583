import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import type { Delivery } from '@switchyard/sdk'
import { Bones, ProblemLine } from '../../ui/states.tsx'
import { MoreButton } from './more-button.tsx'
import { ToldList } from './told-list.tsx'
import { usePartnerCall } from './use-partner-call.ts'

interface ToldPanelProps {
  pages: UseInfiniteQueryResult<InfiniteData<{ data: Delivery[] }>>
  /** What is said where nothing was told yet. */
  empty: string
  /** Where one is sent once more; left out where the reader may not. */
  replayPath?: (deliveryId: string) => string
  hasTickets?: boolean
}

/** What a subscription was told, tests too; each may be sent once more. */
export function ToldPanel({ pages, empty, replayPath, hasTickets = false }: ToldPanelProps) {
  const call = usePartnerCall()
  if (pages.error && !pages.data) return <ProblemLine error={pages.error} />
  if (!pages.data) return <Bones className="p-3.5" rows={['h-6', 'h-6']} />
  const all = pages.data.pages.flatMap((page) => page.data)
  const busy = call.isPending ? all.find(({ id }) => replayPath?.(id) === call.variables.path) : undefined
  return (
    <div className="mx-3.5 mb-3 overflow-hidden rounded-control bg-surface shadow-[0_0_0_1px_var(--line)]">
      {call.error && <ProblemLine error={call.error} />}
      {all.length === 0 && <p className="type-small px-3.5 py-2.5 text-ink-3">{empty}</p>}
      <ToldList
        deliveries={all}
        hasTickets={hasTickets}
        busyId={busy?.id ?? null}
        {...(replayPath && { onAgain: (id: string) => call.mutate({ method: 'POST', path: replayPath(id) }) })}
      />
      <MoreButton pages={pages} />
    </div>
  )
}
