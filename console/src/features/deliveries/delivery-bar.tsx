import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { lastActionCall } from '../../live/client.ts'
import { curlOf } from '../../live/curl.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { copyText } from '../../ui/copy-button.tsx'
import { CurlMenu } from '../../ui/curl-menu.tsx'
import type { MenuItem } from '../../ui/menu.tsx'
import { plural, t } from '../../ui/words/words.ts'
import { queryOf } from './delivery-filter.ts'
import type { DeliveryFilter } from './delivery-filter.ts'
import { webhooksQuery } from './queries.ts'

function curlItems(filter: DeliveryFilter): MenuItem[] {
  const item = (id: string, label: string, call: Parameters<typeof curlOf>[0]): MenuItem => ({
    id,
    label,
    icon: 'terminal',
    run: () => void copyText(curlOf(call, location.origin)),
  })
  const last = lastActionCall()
  return [
    item('webhooks', t('delivery.curlWebhooks'), { method: 'GET', path: '/v1/webhooks' }),
    item('deliveries', t('delivery.curlDeliveries'), { method: 'GET', path: '/v1/deliveries', query: queryOf(filter) }),
    {
      id: 'last',
      label: t('curl.last'),
      icon: 'terminal',
      isDisabled: last === null,
      hint: last?.method ?? t('curl.none'),
      run: () => last && void copyText(curlOf(last, location.origin)),
    },
  ]
}

interface BarProps {
  filter: DeliveryFilter
  mayWrite: boolean
  onAdd: () => void
  back: ReactNode
}

/** Title, how many subscriptions there are and fail, and making one. */
export function DeliveryBar({ filter, mayWrite, onAdd, back }: BarProps) {
  const { data } = useQuery(webhooksQuery)
  const failing = data?.data.filter(({ status }) => status === 'degraded').length ?? 0
  return (
    <header className="flex min-h-(--h-bar) flex-none flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-surface py-1 ps-5 pe-3 max-pane:ps-3.5">
      {back}
      <h1 className="type-title truncate">{t('area.deliveries')}</h1>
      <span role="status" className="num text-ink-3">
        {data && plural('hook.summary', data.data.length)}
        {failing > 0 && <span className="ms-2 text-breach">{plural('hook.failing', failing)}</span>}
      </span>
      <span className="ms-auto flex items-center gap-2">
        <span className="flex max-pane:hidden">
          <CurlMenu items={curlItems(filter)} />
        </span>
        {mayWrite && (
          <>
            <Button icon="plus" className="max-pane:!hidden" onClick={onAdd}>
              {t('hook.add')}
            </Button>
            <IconButton icon="plus" label={t('hook.add')} className="pane:!hidden" onClick={onAdd} />
          </>
        )}
      </span>
    </header>
  )
}
