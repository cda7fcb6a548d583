import { lazy, Suspense, useState } from 'react'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { Call, Delivery, Subscription } from '@switchyard/sdk'
import { Button, IconButton } from '../../ui/button.tsx'
import { ProblemLine } from '../../ui/states.tsx'
import { t } from '../../ui/words/words.ts'
import { EndDialog } from './end-dialog.tsx'
import { Listed } from './listed.tsx'
import { OwnIntegrations } from './own-integrations.tsx'
import { ownReplayPath, ownSubscriptionsQuery, ownToldQuery } from './queries.ts'
import { SubscriptionLine } from './subscription-line.tsx'
import { ToldPanel } from './told-panel.tsx'
import { usePartnerCall } from './use-partner-call.ts'

const OwnWebhookForm = lazy(async () => ({ default: (await import('./own-webhook-form.tsx')).OwnWebhookForm }))

type Layer = { kind: 'form'; webhook: Subscription | null } | { kind: 'end'; webhook: Subscription } | null

function endCall({ type, brand, region, storeId, franchisee }: Subscription): Call {
  const query = { type, brand, region, ...(storeId && { storeId }), ...(franchisee && { franchisee }) }
  return { method: 'DELETE', path: '/v1/partner/webhooks', query }
}

function Told({ webhook }: { webhook: Subscription }) {
  const pages = useInfiniteQuery(ownToldQuery(webhook.id))
  return <ToldPanel pages={pages} empty={t('own.noDeliveries')} replayPath={ownReplayPath} />
}

function OwnWebhook({ webhook, onLayer }: { webhook: Subscription; onLayer: (layer: Layer) => void }) {
  const [isOpen, open] = useState(false)
  const test = usePartnerCall<Delivery>(() => open(true))
  return (
    <SubscriptionLine
      subscription={webhook}
      verbs={
        <>
          <Button
            small
            icon="play"
            busy={test.isPending}
            onClick={() => test.mutate({ method: 'POST', path: `/v1/partner/webhooks/${webhook.id}/test` })}
          >
            {t('own.test')}
          </Button>
          <Button small icon="send" aria-expanded={isOpen} onClick={() => open(!isOpen)}>
            {t('partners.tab.deliveries')}
          </Button>
          <Button small onClick={() => onLayer({ kind: 'form', webhook })}>
            {t('own.change')}
          </Button>
          <IconButton small icon="x" label={t('partners.endVerb')} onClick={() => onLayer({ kind: 'end', webhook })} />
        </>
      }
    >
      {test.error && (
        <div className="px-3.5 pb-2">
          <ProblemLine error={test.error} />
        </div>
      )}
      {isOpen && <Told webhook={webhook} />}
    </SubscriptionLine>
  )
}

/** Where a partner is told of tickets: added, changed, tested and ended by its own person. */
export function OwnWebhooks() {
  const pages = useInfiniteQuery(ownSubscriptionsQuery)
  const [layer, show] = useState<Layer>(null)
  const close = () => show(null)
  const add = (
    <Button icon="plus" onClick={() => show({ kind: 'form', webhook: null })}>
      {t('own.newWebhook')}
    </Button>
  )
  return (
    <>
      <OwnIntegrations />
      <Listed pages={pages} empty={{ title: t('own.noSubscriptions'), text: t('own.noSubscriptionsText'), verb: add }}>
        {(all) => (
          <>
            <p className="flex justify-end border-b border-line px-3.5 py-2">{add}</p>
            <ul className="type-small">
              {all.map((webhook) => (
                <OwnWebhook key={webhook.id} webhook={webhook} onLayer={show} />
              ))}
            </ul>
          </>
        )}
      </Listed>
      {layer?.kind === 'form' && (
        <Suspense fallback={null}>
          <OwnWebhookForm webhook={layer.webhook} onClose={close} />
        </Suspense>
      )}
      {layer?.kind === 'end' && (
        <EndDialog
          title={t('own.endTitle')}
          subscription={layer.webhook}
          call={endCall(layer.webhook)}
          onClose={close}
        />
      )}
    </>
  )
}
