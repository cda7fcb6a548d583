import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Delivery, DeliveryState } from '@switchyard/sdk'
import { Button } from '../../ui/button.tsx'
import { Bones, Empty, Failure } from '../../ui/states.tsx'
import { TableHead } from '../../ui/table-head.tsx'
import { t } from '../../ui/words/words.ts'
import { deliveryStates } from './delivery-filter.ts'
import type { DeliveryFilter } from './delivery-filter.ts'
import { hostOf } from '../../ui/delivery-health.ts'
import { AnswerText, Moment, nextText, StateMark } from '../../ui/delivery-marks.tsx'
import { deliveriesQuery } from './queries.ts'

interface TableProps {
  filter: DeliveryFilter
  openId: string | null
  onOpen: (deliveryId: string | null) => void
  onState: (state: DeliveryState | null) => void
}

const cell = 'whitespace-nowrap px-2'

function Row({ delivery, isOpen, hasTarget, onOpen }: RowProps) {
  const last = delivery.attempts.at(-1)
  const next = nextText(delivery)
  return (
    <tr
      className="h-9 border-b border-line last:border-0 hover:bg-hover data-current:bg-selected"
      data-current={isOpen || undefined}
    >
      <td className="max-w-64 truncate ps-5 pe-2 max-pane:ps-3.5">
        <button
          type="button"
          data-row={delivery.id}
          className="block h-9 w-full truncate text-start font-medium ring-inside max-pane:h-11"
          aria-pressed={isOpen}
          onClick={() => onOpen(isOpen ? null : delivery.id)}
        >
          <span className="type-code !text-[12px]">{delivery.type}</span>
        </button>
      </td>
      <td className={cell}>
        <StateMark state={delivery.state} />
      </td>
      {hasTarget && <td className={`${cell} max-w-52 truncate text-ink-2 max-wide:hidden`}>{hostOf(delivery.url)}</td>}
      <td className={`${cell} num text-end max-pane:hidden`}>{delivery.attempts.length}</td>
      <td className={`${cell} max-pane:hidden`} title={next ?? ''}>
        {last === undefined ? <span className="text-ink-3">{next}</span> : <AnswerText attempt={last} />}
        {last !== undefined && (
          <span className="num ms-2 text-ink-3">{t('attempt.took', { ms: last.durationMs })}</span>
        )}
      </td>
      <td className={`${cell} max-stack:hidden`}>
        {delivery.ticketId !== null && (
          <Link to="/tickets/$ticketId" params={{ ticketId: delivery.ticketId }} className="link hover:underline">
            {t('delivery.openTicket')}
          </Link>
        )}
      </td>
      <td className={`${cell} pe-5 text-end text-ink-3 max-pane:pe-3.5`}>
        <Moment at={delivery.createdAt} />
      </td>
    </tr>
  )
}

interface RowProps {
  delivery: Delivery
  isOpen: boolean
  hasTarget: boolean
  onOpen: (deliveryId: string | null) => void
}

const columns = (hasTarget: boolean) => [
  { label: t('delivery.event') },
  { label: t('delivery.state') },
  ...(hasTarget ? [{ label: t('delivery.target'), className: 'max-wide:hidden' }] : []),
  { label: t('delivery.attempts'), className: '!text-end max-pane:hidden' },
  { label: t('delivery.result'), className: 'max-pane:hidden' },
  { label: t('delivery.ticket'), className: 'max-stack:hidden' },
  { label: t('delivery.when'), className: 'pe-5 !text-end max-pane:pe-3.5' },
]

/** Narrows the list to one state. */
export function StateFilter({ state, onState }: { state: DeliveryState | null; onState: TableProps['onState'] }) {
  const toggle =
    'type-label flex h-6 items-center whitespace-nowrap rounded-chip px-2.5 text-ink-2 ring-inside aria-pressed:bg-raised aria-pressed:text-ink aria-pressed:shadow-[0_0_0_1px_var(--line-strong)] max-pane:h-10'
  return (
    <div className="flex flex-none overflow-x-auto border-b border-line px-5 py-2 [scrollbar-width:none] max-pane:px-3.5">
      <span role="group" aria-label={t('delivery.state')} className="flex rounded-control bg-fill p-0.5">
        {[null, ...deliveryStates].map((one) => (
          <button
            key={one ?? 'all'}
            type="button"
            className={toggle}
            aria-pressed={state === one}
            onClick={() => onState(one)}
          >
            {t(`delivery.state.${one ?? 'all'}`)}
          </button>
        ))}
      </span>
    </div>
  )
}

/** Deliveries of the filter, the newest first; one of them may be open beside. */
export function DeliveryTable({ filter, openId, onOpen, onState }: TableProps) {
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(
    deliveriesQuery(filter),
  )
  const deliveries = data?.pages.flatMap((page) => page.data) ?? []
  const hasTarget = filter.webhook === null || !filter.webhook.startsWith('wh_')
  const isNarrowed = filter.state !== null
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />
  if (!data) return <Bones className="px-5 py-4" rows={Array.from({ length: 8 }, () => 'h-7')} />
  if (deliveries.length === 0)
    return (
      <Empty
        icon="send"
        title={t(isNarrowed ? 'delivery.noneSuch' : 'delivery.none')}
        text={t(isNarrowed ? 'delivery.noneSuchText' : 'delivery.noneText')}
      >
        {isNarrowed && <Button onClick={() => onState(null)}>{t('delivery.state.all')}</Button>}
      </Empty>
    )
  return (
    <div className="overflow-x-auto">
      <table className="type-small w-full border-collapse" aria-label={t('area.deliveries')}>
        <TableHead columns={columns(hasTarget)} />
        <tbody>
          {deliveries.map((delivery) => (
            <Row key={delivery.id} {...{ delivery, hasTarget, onOpen }} isOpen={delivery.id === openId} />
          ))}
        </tbody>
      </table>
      {hasNextPage && (
        <p className="p-3 text-center">
          <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t('delivery.more')}
          </Button>
        </p>
      )}
    </div>
  )
}
