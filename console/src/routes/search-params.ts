import type { DeliveryState, QaGroupBy } from '@switchyard/sdk'
import { deliveryStates } from '../features/deliveries/delivery-filter.ts'
import { presets } from '../ui/report-time.ts'
import { groupings, sortColumns } from '../features/quality/report-filter.ts'
import type { SortColumn } from '../features/quality/report-filter.ts'
import { auditTabs } from '../features/audit/audit-filter.ts'
import { caseStatuses, severities } from '../features/cases/case-filter.ts'
import type { CaseStatus, Severity } from '../features/cases/case-filter.ts'
import { outcomes, ownTabs, partnerTabs, ticketTypes } from '../features/partners/partners-filter.ts'
import type { PartnersFilter } from '../features/partners/partners-filter.ts'
import { promiseSplits, reportTabs, shareSplits } from '../features/reports/reports-filter.ts'
import { channelGroups, lanes, taskOrders } from '../features/queues/task-order.ts'
import type { ChannelGroup, Lane, TaskOrder } from '../features/queues/task-order.ts'
import { mailKinds, mailStates } from '../features/mail/mail-filter.ts'
import type { MailKind, MailState } from '../features/mail/mail-filter.ts'

type Search = Record<string, unknown>

/** A text that says something. */
export const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)
/** A text that the address may have read as a number. */
const numberedOf = (value: unknown) => textOf(typeof value === 'number' ? String(value) : value)
const oneOf = <T extends string>(known: readonly T[], value: unknown) => known.find((one) => one === value)
const dayIn = (value: unknown) =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value)) ? value : undefined

interface QueuesSearch {
  queue?: string | undefined
  lane?: Lane | undefined
  channel?: ChannelGroup | undefined
  order?: TaskOrder | undefined
  /** The task whose wait is explained. */
  task?: string | undefined
  /** The wallboard alone, for a screen on the wall. */
  wall?: true | undefined
}
/** What the address of this screen says beside its path. */
export const queuesSearch = (search: Search): QueuesSearch => ({
  queue: textOf(search.queue),
  lane: oneOf(lanes, search.lane),
  channel: oneOf(channelGroups, search.channel),
  order: oneOf(taskOrders, search.order),
  task: textOf(search.task),
  wall: search.wall === true ? true : undefined,
})

interface QualitySearch {
  days?: (typeof presets)[number] | undefined
  /** `2026-11-20`: with one of these the time is the reader's own. */
  from?: string | undefined
  to?: string | undefined
  queue?: string | undefined
  channel?: string | undefined
  serviceLine?: string | undefined
  agent?: string | undefined
  groupBy?: QaGroupBy | undefined
  sort?: SortColumn | undefined
  order?: 'ascending' | undefined
}
/** What the address of this screen says beside its path. */
export const qualitySearch = (search: Search): QualitySearch => ({
  days: presets.find((days) => days === search.days),
  from: dayIn(search.from),
  to: dayIn(search.to),
  queue: textOf(search.queue),
  channel: textOf(search.channel),
  serviceLine: textOf(search.serviceLine),
  agent: textOf(search.agent),
  groupBy: oneOf(groupings, search.groupBy),
  sort: oneOf(sortColumns, search.sort),
  order: search.order === 'ascending' ? 'ascending' : undefined,
})

interface ReportsSearch {
  tab?: (typeof reportTabs)[number] | undefined
  days?: (typeof presets)[number] | undefined
  from?: string | undefined
  to?: string | undefined
  queue?: string | undefined
  channel?: string | undefined
  serviceLine?: string | undefined
  split?: (typeof shareSplits)[number] | undefined
  promisesBy?: (typeof promiseSplits)[number] | undefined
}
/** What the address of this screen says beside its path. */
export const reportsSearch = (search: Search): ReportsSearch => ({
  tab: oneOf(reportTabs, search.tab),
  days: presets.find((days) => days === search.days),
  from: dayIn(search.from),
  to: dayIn(search.to),
  queue: textOf(search.queue),
  channel: textOf(search.channel),
  serviceLine: textOf(search.serviceLine),
  split: oneOf(shareSplits, search.split),
  promisesBy: oneOf(promiseSplits, search.promisesBy),
})

interface AuditSearch {
  tab?: (typeof auditTabs)[number] | undefined
  actor?: string | undefined
  subject?: string | undefined
  type?: string | undefined
  from?: string | undefined
  to?: string | undefined
}
/** What the address of this screen says beside its path. */
export const auditSearch = (search: Search): AuditSearch => ({
  tab: oneOf(auditTabs, search.tab),
  actor: textOf(search.actor),
  subject: textOf(search.subject),
  type: textOf(search.type),
  from: dayIn(search.from),
  to: dayIn(search.to),
})

interface CasesSearch {
  owner?: 'me' | undefined
  late?: true | undefined
  reason?: string | undefined
  severity?: Severity | undefined
  /** The lane that a phone shows. */
  stage?: CaseStatus | undefined
  /** The open case. */
  case?: string | undefined
}
/** What the address of this screen says beside its path. */
export const casesSearch = (search: Search): CasesSearch => ({
  owner: search.owner === 'me' ? 'me' : undefined,
  late: search.late === true ? true : undefined,
  reason: textOf(search.reason),
  severity: oneOf(severities, search.severity),
  stage: oneOf(caseStatuses, search.stage),
  case: textOf(search.case),
})

interface DeliveriesSearch {
  /** A subscription's id, `callbacks`, or `all`; without it a phone shows the list of them. */
  webhook?: string | undefined
  state?: DeliveryState | undefined
  ticket?: string | undefined
  /** The open delivery. */
  delivery?: string | undefined
}
/** What the address of this screen says beside its path. */
export const deliveriesSearch = (search: Search): DeliveriesSearch => ({
  webhook: textOf(search.webhook),
  state: oneOf(deliveryStates, search.state),
  ticket: textOf(search.ticket),
  delivery: textOf(search.delivery),
})

type PartnersSearch = { [Name in keyof PartnersFilter]?: NonNullable<PartnersFilter[Name]> | undefined }
/** What the address of this screen says beside its path. */
export const partnersSearch = (search: Search): PartnersSearch => ({
  tab: oneOf([...partnerTabs, ...ownTabs], search.tab),
  outcome: oneOf(outcomes, search.outcome),
  type: oneOf(ticketTypes, search.type),
  region: textOf(search.region),
  store: numberedOf(search.store),
  brand: numberedOf(search.brand),
  franchisee: numberedOf(search.franchisee),
  market: textOf(search.market),
  partner: textOf(search.partner),
  report: textOf(search.report),
  request: textOf(search.request),
  ticket: textOf(search.ticket),
})

interface CustomersSearch {
  q?: string | undefined
  tier?: string | undefined
}
/** What the address of this screen says beside its path. */
export const customersSearch = (search: Search): CustomersSearch => ({
  q: textOf(search.q),
  tier: textOf(search.tier),
})

interface OutboxSearch {
  state?: MailState | undefined
  kind?: MailKind | undefined
  /** The open mail. */
  mail?: string | undefined
}
/** What the address of this screen says beside its path. */
export const outboxSearch = (search: Search): OutboxSearch => ({
  state: oneOf(mailStates, search.state),
  kind: oneOf(mailKinds, search.kind),
  mail: textOf(search.mail),
})
