import { useInfiniteQuery } from '@tanstack/react-query'
import { ProblemLine } from '../../ui/states.tsx'
import { t } from '../../ui/words/words.ts'
import { Listed } from './listed.tsx'
import { OwnTickets } from './own-tickets.tsx'
import { OwnWebhooks } from './own-webhooks.tsx'
import type { OwnTab } from './partners-filter.ts'
import { ownDeliveriesQuery } from './queries.ts'
import { ToldList } from './told-list.tsx'
import { usePartnerCall } from './use-partner-call.ts'

function OwnDeliveries() {
  const pages = useInfiniteQuery(ownDeliveriesQuery)
  const call = usePartnerCall()
  const path = (id: string) => `/v1/partner/deliveries/${id}/replay`
  const busy = call.isPending ? call.variables.path : null
  return (
    <Listed pages={pages} empty={{ title: t('own.noDeliveries'), text: t('own.noDeliveriesText') }}>
      {(all) => (
        <>
          {call.error && (
            <div className="px-5 py-2">
              <ProblemLine error={call.error} />
            </div>
          )}
          <ToldList
            deliveries={all}
            busyId={all.find(({ id }) => path(id) === busy)?.id ?? null}
            onAgain={(id) => call.mutate({ method: 'POST', path: path(id) })}
          />
        </>
      )}
    </Listed>
  )
}

/** What a partner sees: its tickets, one of them open, what it was told, and where. */
export function OwnSide({ tab, ticket }: { tab: OwnTab; ticket: string | null }) {
  if (tab === 'deliveries') return <OwnDeliveries />
  return tab === 'subscriptions' ? <OwnWebhooks /> : <OwnTickets open={ticket} />
}
