import { useInfiniteQuery } from '@tanstack/react-query'
import { t } from '../../ui/words/words.ts'
import { Listed } from './listed.tsx'
import { OwnTickets } from './own-tickets.tsx'
import { OwnWebhooks } from './own-webhooks.tsx'
import type { OwnTab } from './partners-filter.ts'
import { ownDeliveriesQuery, ownReplayPath } from './queries.ts'
import { ToldAgain } from './told-panel.tsx'

function OwnDeliveries() {
  const pages = useInfiniteQuery(ownDeliveriesQuery)
  return (
    <Listed pages={pages} empty={{ title: t('own.noDeliveries'), text: t('own.noDeliveriesText') }}>
      {(all) => <ToldAgain deliveries={all} replayPath={ownReplayPath} />}
    </Listed>
  )
}

/** What a partner sees: its tickets, one of them open, what it was told, and where. */
export function OwnSide({ tab, ticket }: { tab: OwnTab; ticket: string | null }) {
  if (tab === 'deliveries') return <OwnDeliveries />
  return tab === 'subscriptions' ? <OwnWebhooks /> : <OwnTickets open={ticket} />
}
