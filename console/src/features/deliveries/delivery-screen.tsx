import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import type { DeliveryDetail } from '@switchyard/sdk'
import { useActions } from '../../ui/actions.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { t } from '../../ui/words/words.ts'
import { DeliveryBar } from './delivery-bar.tsx'
import { ofCallbacks } from './delivery-filter.ts'
import type { DeliveryFilter } from './delivery-filter.ts'
import { DeliveryPanel } from './delivery-panel.tsx'
import { DeliveryTable, StateFilter } from './delivery-table.tsx'
import { Layers } from './layers.tsx'
import type { Layer } from './layers.tsx'
import { OriginsCard } from './origins-card.tsx'
import { webhooksQuery } from './queries.ts'
import { WebhookHead } from './webhook-head.tsx'
import { WebhookList } from './webhook-list.tsx'

interface ScreenProps {
  permissions: readonly string[]
  filter: DeliveryFilter
  /** On a phone the list of subscriptions is a page of its own. */
  isListOpen: boolean
  openId: string | null
  onFilter: (change: Partial<DeliveryFilter>) => void
  onList: () => void
  onOpen: (deliveryId: string | null) => void
}

function mayReplay(permissions: readonly string[]) {
  return ({ webhookId }: DeliveryDetail) => permissions.includes(webhookId === null ? 'ticket:write' : 'webhook:write')
}

function Scope({
  filter,
  onFilter,
  onReplay,
}: Pick<ScreenProps, 'filter' | 'onFilter'> & { onReplay: (() => void) | null }) {
  const isOfCallbacks = filter.webhook === ofCallbacks
  if (!isOfCallbacks && filter.ticket === null) return null
  return (
    <div className="flex flex-none flex-wrap items-center gap-3 border-b border-line px-5 py-3 max-pane:px-3.5">
      <div className="min-w-0 flex-1">
        {isOfCallbacks && <h2 className="type-title">{t('delivery.callbacks')}</h2>}
        {isOfCallbacks && <p className="text-ink-3">{t('delivery.callbacksText')}</p>}
        {filter.ticket !== null && (
          <span className="flex items-center gap-2">
            <Chip tone="outlined" icon="ticket">
              {t('delivery.ofTicket')}
            </Chip>
            <Button small look="bare" icon="x" onClick={() => onFilter({ ticket: null })}>
              {t('delivery.all')}
            </Button>
          </span>
        )}
      </div>
      {isOfCallbacks && onReplay !== null && (
        <Button icon="history" onClick={onReplay}>
          {t('hook.replay')}
        </Button>
      )}
    </div>
  )
}

function useAddVerb(isAllowed: boolean, run: () => void): void {
  const verb = { id: 'webhook-add', label: t('hook.add'), group: t('area.deliveries') } as const
  useActions('deliveries', [{ ...verb, icon: 'plus', isAllowed, run }])
}

/** Deliveries: who is told of what happens, how that goes, every attempt, and sending it again. */
export function DeliveryScreen(props: ScreenProps) {
  const { permissions, filter, isListOpen, openId, onFilter, onList, onOpen } = props
  const mayWrite = permissions.includes('webhook:write')
  const [layer, show] = useState<Layer>(null)
  const { data } = useQuery(webhooksQuery)
  const webhook = data?.data.find(({ id }) => id === filter.webhook) ?? null
  useAddVerb(mayWrite, () => show('add'))
  return (
    <div className="relative flex h-full min-h-0 flex-col">
      <DeliveryBar
        filter={filter}
        mayWrite={mayWrite}
        onAdd={() => show('add')}
        back={
          !isListOpen && (
            <IconButton icon="left" label={t('delivery.toList')} className="pane:!hidden" onClick={onList} />
          )
        }
      />
      <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)] grid-rows-[minmax(0,1fr)] pane:grid-cols-[minmax(240px,332px)_minmax(0,1fr)]">
        <div className={`min-h-0 border-e border-line ${isListOpen ? '' : 'max-pane:hidden'}`}>
          <WebhookList
            chosen={filter.webhook}
            onChoose={(id) => onFilter({ webhook: id, state: null, ticket: null })}
            mayWrite={mayWrite}
            onAdd={() => show('add')}
          />
        </div>
        <main className={`flex min-h-0 min-w-0 flex-col bg-surface ${isListOpen ? 'max-pane:hidden' : ''}`}>
          <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
            {webhook && (
              <WebhookHead key={webhook.id} webhook={webhook} mayWrite={mayWrite} onDialog={show} onDelivery={onOpen} />
            )}
            <Scope
              filter={filter}
              onFilter={onFilter}
              onReplay={permissions.includes('ticket:write') ? () => show('callbacks') : null}
            />
            {filter.webhook === ofCallbacks && <OriginsCard />}
            <StateFilter state={filter.state} onState={(state) => onFilter({ state })} />
            <DeliveryTable filter={filter} openId={openId} onOpen={onOpen} onState={(state) => onFilter({ state })} />
          </div>
        </main>
      </div>
      {openId !== null && (
        <DeliveryPanel
          key={openId}
          deliveryId={openId}
          mayReplay={mayReplay(permissions)}
          onClose={() => onOpen(null)}
        />
      )}
      <Layers
        layer={layer}
        webhook={webhook}
        ticketId={filter.ticket}
        onLayer={show}
        onChoose={(id) => onFilter({ webhook: id, state: null, ticket: null })}
      />
    </div>
  )
}
