import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import type { Delivery } from '@switchyard/sdk'
import { Bones, ProblemLine } from '../../ui/states.tsx'
import { MoreButton } from './more-button.tsx'
import { ToldList } from './told-list.tsx'
import { usePartnerCall } from './use-partner-call.ts'

interface AgainProps {
  deliveries: readonly Delivery[]
  /** Where one is sent once more; left out where the reader may not. */
  replayPath?: (deliveryId: string) => string
  hasTickets?: boolean
}

/** What was told, each of which may be sent once more, and what was wrong with the last try. */
export function ToldAgain({ deliveries, replayPath, hasTickets = false }: AgainProps) {
  const call = usePartnerCall()
  const busy = call.isPending ? deliveries.find(({ id }) => replayPath?.(id) === call.variables.path) : undefined
  return (
    <>
      {call.error && (
        <div className="px-3.5 py-2">
          <ProblemLine error={call.error} />
        </div>
      )}
      <ToldList
        deliveries={deliveries}
        hasTickets={hasTickets}
        busyId={busy?.id ?? null}
        {...(replayPath && { onAgain: (id: string) => call.mutate({ method: 'POST', path: replayPath(id) }) })}
      />
    </>
  )
}

interface ToldPanelProps extends Omit<AgainProps, 'deliveries'> {
  pages: UseInfiniteQueryResult<InfiniteData<{ data: Delivery[] }>>
  /** What is said where nothing was told yet. */
  empty: string
}

/** What a subscription was told, tests too. */
export function ToldPanel({ pages, empty, ...again }: ToldPanelProps) {
  if (pages.error && !pages.data) return <ProblemLine error={pages.error} />
  if (!pages.data) return <Bones className="p-3.5" rows={['h-6', 'h-6']} />
  const all = pages.data.pages.flatMap((page) => page.data)
  return (
    <div className="mx-3.5 mb-3 overflow-hidden rounded-control bg-surface shadow-[0_0_0_1px_var(--line)]">
      {all.length === 0 && <p className="type-small px-3.5 py-2.5 text-ink-3">{empty}</p>}
      <ToldAgain deliveries={all} {...again} />
      <MoreButton pages={pages} />
    </div>
  )
}
