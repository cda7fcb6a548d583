import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Handoff } from '@switchyard/sdk'
import { EverythingButton } from '../../ui/everything-button.tsx'
import { Moment } from '../../ui/delivery-marks.tsx'
import { OutcomeChip, TypeText } from '../../ui/handoff-marks.tsx'
import { stepWords } from '../../ui/handoff-words.ts'
import { Bones, Empty, Failure } from '../../ui/states.tsx'
import { TableHead } from '../../ui/table-head.tsx'
import { t, wordFor } from '../../ui/words/words.ts'
import { FilterText } from './filter-text.tsx'
import { MoreButton } from './more-button.tsx'
import { outcomes, ticketTypes } from './partners-filter.ts'
import type { PartnersFilter } from './partners-filter.ts'
import { handoffsQuery } from './queries.ts'

interface LogProps {
  permissions: readonly string[]
  filter: PartnersFilter
  onFilter: (change: Partial<PartnersFilter>) => void
}

const cell = 'px-2 py-2 align-top'

interface Told {
  handoff: Handoff
  maySeeDeliveries: boolean
}

/** How it stands with its partner, and the way to what that was sent. */
function Standing({ handoff, maySeeDeliveries }: Told) {
  return (
    <>
      <span className="text-ink-3">{wordFor('handoff.state', handoff.state ?? '')}</span>
      {handoff.endNote !== null && (
        <q dir="auto" className="min-w-0 break-words text-ink-2">
          {handoff.endNote}
        </q>
      )}
      {maySeeDeliveries && (
        <Link
          to="/deliveries"
          search={{ webhook: handoff.subscriptionId ?? undefined, ticket: handoff.ticketId }}
          className="link hover:underline"
        >
          {t('handoff.deliveries')}
        </Link>
      )}
    </>
  )
}

function Reasons({ handoff, maySeeDeliveries }: Told) {
  return (
    <ul className="grid gap-0.5">
      {handoff.explanation.map((step) => (
        <li key={step.code} className={step.code === handoff.reason ? 'font-medium' : 'text-ink-2'}>
          {stepWords(step)}
        </li>
      ))}
      {handoff.partner !== null && (
        <li className="flex gap-2 stack:hidden">
          <Standing handoff={handoff} maySeeDeliveries={maySeeDeliveries} />
        </li>
      )}
    </ul>
  )
}

function PartnerCell({ handoff, maySeeDeliveries }: Told) {
  if (handoff.partner === null) return <span className="text-ink-3">{t('handoff.ownQueues')}</span>
  return (
    <span className="grid gap-0.5">
      <span className="truncate font-medium">{handoff.partner.name}</span>
      {handoff.externalId !== null && (
        <span className="type-code truncate !text-[11.5px] text-ink-3" title={t('handoff.theirId')}>
          {handoff.externalId}
        </span>
      )}
      <Standing handoff={handoff} maySeeDeliveries={maySeeDeliveries} />
    </span>
  )
}

function Row({ handoff, permissions }: { handoff: Handoff; permissions: readonly string[] }) {
  const { category, subcategory, knowledgeForceIssueId: issue } = handoff
  const maySeeDeliveries = ['delivery:read', 'webhook:read'].every((one) => permissions.includes(one))
  return (
    <tr className="border-b border-line last:border-0 hover:bg-hover">
      <td className={`${cell} ps-5 max-pane:ps-3.5`}>
        {permissions.includes('ticket:read') ? (
          <Link
            to="/tickets/$ticketId"
            params={{ ticketId: handoff.ticketId }}
            className="link num font-medium hover:underline"
          >
            #{handoff.number}
          </Link>
        ) : (
          <span className="num font-medium">#{handoff.number}</span>
        )}
        <span className="mt-1 block text-ink-3">
          <Moment at={handoff.submittedAt} />
        </span>
      </td>
      <td className={`${cell} max-w-64`}>
        <span className="block text-ink-3">{category}</span>
        <span className="block font-medium">{subcategory}</span>
        {issue !== null && (
          <span className="type-code block !text-[11.5px] text-ink-3" title={t('market.issueId')}>
            {issue}
          </span>
        )}
        <span className="mt-1.5 grid justify-items-start gap-1 pane:hidden">
          <OutcomeChip outcome={handoff.outcome} />
          <Reasons handoff={handoff} maySeeDeliveries={maySeeDeliveries} />
        </span>
      </td>
      <td className={`${cell} max-pane:hidden`}>
        <span className="grid justify-items-start gap-1">
          <OutcomeChip outcome={handoff.outcome} />
          <TypeText handoff={handoff} />
        </span>
      </td>
      <td className={`${cell} max-pane:hidden`}>
        <Reasons handoff={handoff} maySeeDeliveries={maySeeDeliveries} />
      </td>
      <td className={`${cell} max-w-44 max-stack:hidden`}>
        <PartnerCell handoff={handoff} maySeeDeliveries={maySeeDeliveries} />
      </td>
      <td className={`${cell} pe-5 text-ink-2 max-wide:hidden`}>
        <span className="block whitespace-nowrap">
          {handoff.brand} · {handoff.region}
        </span>
        {handoff.storeId !== null && (
          <span className="num block">{t('handoff.store', { store: handoff.storeId })}</span>
        )}
      </td>
    </tr>
  )
}

const columns = () => [
  { label: t('handoff.ticket') },
  { label: t('handoff.request') },
  { label: t('handoff.outcome'), className: 'max-pane:hidden' },
  { label: t('handoff.why'), className: 'max-pane:hidden' },
  { label: t('handoff.partner'), className: 'max-stack:hidden' },
  { label: t('handoff.place'), className: 'pe-5 max-wide:hidden' },
]

function Choice<T extends string>({
  label,
  all,
  chosen,
  choices,
  textOf,
  onChoose,
}: {
  label: string
  all: string
  chosen: T | null
  choices: readonly T[]
  textOf: (choice: T) => string
  onChoose: (choice: T | null) => void
}) {
  return (
    <select
      aria-label={label}
      className="field !h-[30px] !w-auto flex-none max-pane:!h-11"
      value={chosen ?? ''}
      onChange={(event) => onChoose(choices.find((one) => one === event.target.value) ?? null)}
    >
      <option value="">{all}</option>
      {choices.map((choice) => (
        <option key={choice} value={choice}>
          {textOf(choice)}
        </option>
      ))}
    </select>
  )
}

function Filters({ filter, onFilter }: Pick<LogProps, 'filter' | 'onFilter'>) {
  const { outcome, type, region, store } = filter
  return (
    <div
      role="group"
      aria-label={t('handoff.filters')}
      className="flex min-h-[42px] flex-none items-center gap-2 overflow-x-auto border-b border-line px-5 py-1.5 [scrollbar-width:none] max-pane:px-3.5"
    >
      <Choice
        label={t('handoff.outcome')}
        all={t('handoff.allOutcomes')}
        chosen={filter.outcome}
        choices={outcomes}
        textOf={(one) => t(`handoff.outcome.${one}`)}
        onChoose={(outcome) => onFilter({ outcome })}
      />
      <Choice
        label={t('market.ticketType')}
        all={t('handoff.allTypes')}
        chosen={filter.type}
        choices={ticketTypes}
        textOf={(one) => one}
        onChoose={(type) => onFilter({ type })}
      />
      <FilterText
        label={t('handoff.region')}
        value={region}
        className="!w-24"
        onValue={(value) => onFilter({ region: value })}
      />
      <FilterText
        label={t('handoff.storeId')}
        value={store}
        className="!w-28"
        onValue={(value) => onFilter({ store: value })}
      />
      <EverythingButton narrowed={{ outcome, type, region, store }} label={t('handoff.all')} onFilter={onFilter} />
    </div>
  )
}

function Rows({ permissions, filter }: Pick<LogProps, 'permissions' | 'filter'>) {
  const pages = useInfiniteQuery(handoffsQuery(filter))
  const { data, error, refetch } = pages
  const handoffs = data?.pages.flatMap((page) => page.data) ?? []
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />
  if (!data) return <Bones className="px-5 py-4" rows={Array.from({ length: 6 }, () => 'h-12')} />
  if (handoffs.length === 0) return <Empty icon="plug" title={t('handoff.none')} text={t('handoff.noneText')} />
  return (
    <div
      tabIndex={0}
      className="ring-inside min-h-0 flex-1 overflow-auto"
      role="group"
      aria-label={t('partners.tab.handoffs')}
    >
      <table className="type-small w-full border-collapse" aria-label={t('partners.tab.handoffs')}>
        <TableHead columns={columns()} />
        <tbody>
          {handoffs.map((handoff) => (
            <Row key={handoff.ticketId} handoff={handoff} permissions={permissions} />
          ))}
        </tbody>
      </table>
      <MoreButton pages={pages} />
    </div>
  )
}

/** What became of each request, who has it, and why, in words. */
export function HandoffLog(props: LogProps) {
  return (
    <>
      <Filters filter={props.filter} onFilter={props.onFilter} />
      <Rows permissions={props.permissions} filter={props.filter} />
    </>
  )
}
