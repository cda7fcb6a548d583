import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import type { QueryClient } from '@tanstack/react-query'
import { ApiProblem } from '@switchyard/sdk'
import type { DeliveryState, QaGroupBy } from '@switchyard/sdk'
import { deliveryStates } from '../features/deliveries/delivery-filter.ts'
import { presets } from '../ui/report-time.ts'
import { groupings, sortColumns } from '../features/quality/report-filter.ts'
import type { SortColumn } from '../features/quality/report-filter.ts'
import { auditTabs } from '../features/audit/audit-filter.ts'
import { caseStatuses, severities } from '../features/cases/case-filter.ts'
import type { CaseStatus, Severity } from '../features/cases/case-filter.ts'
import { promiseSplits, reportTabs, shareSplits } from '../features/reports/reports-filter.ts'
import { channelGroups, lanes, taskOrders } from '../features/queues/task-order.ts'
import type { ChannelGroup, Lane, TaskOrder } from '../features/queues/task-order.ts'
import { mailKinds, mailStates } from '../features/mail/mail-filter.ts'
import type { MailKind, MailState } from '../features/mail/mail-filter.ts'
import { meQuery } from '../live/me.ts'
import { FramePage } from './frame-page.tsx'
import { InboxPage, InboxTicketPage, NothingOpen } from './inbox-page.tsx'
import { FailurePage, NotFoundPage } from './plain-pages.tsx'

const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)

const root = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  component: Outlet,
  notFoundComponent: NotFoundPage,
  errorComponent: FailurePage,
})

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { next?: string } => {
    const next = textOf(search.next)
    return next?.startsWith('/') && !next.startsWith('//') ? { next } : {}
  },
  component: lazyRouteComponent(() => import('./sign-in-page.tsx'), 'SignInPage'),
})
const signInLink = createRoute({
  getParentRoute: () => root,
  path: '/sign-in/link',
  component: lazyRouteComponent(() => import('./sign-in-page.tsx'), 'LinkPage'),
})

const frame = createRoute({
  getParentRoute: () => root,
  id: 'frame',
  validateSearch: (search: Record<string, unknown>): { decision?: string | undefined } => ({
    decision: textOf(search.decision),
  }),
  loader: async ({ context, location }) => {
    try {
      await context.queryClient.ensureQueryData(meQuery)
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 401)
        throw redirect({ to: '/sign-in', search: { next: location.href } })
      throw error
    }
  },
  component: FramePage,
})

interface InboxSearch {
  view?: string | undefined
  queue?: string | undefined
  q?: string | undefined
  sort?: 'newest' | undefined
}
const inbox = createRoute({
  getParentRoute: () => frame,
  id: 'inbox',
  validateSearch: (search: Record<string, unknown>): InboxSearch => ({
    view: textOf(search.view),
    queue: textOf(search.queue),
    q: textOf(search.q),
    sort: search.sort === 'newest' ? 'newest' : undefined,
  }),
  component: InboxPage,
})
const inboxList = createRoute({ getParentRoute: () => inbox, path: '/', component: NothingOpen })
const inboxTicket = createRoute({ getParentRoute: () => inbox, path: '/tickets/$ticketId', component: InboxTicketPage })

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
const oneOf = <T extends string>(known: readonly T[], value: unknown) => known.find((one) => one === value)
const queues = createRoute({
  getParentRoute: () => frame,
  path: '/queues',
  validateSearch: (search: Record<string, unknown>): QueuesSearch => ({
    queue: textOf(search.queue),
    lane: oneOf(lanes, search.lane),
    channel: oneOf(channelGroups, search.channel),
    order: oneOf(taskOrders, search.order),
    task: textOf(search.task),
    wall: search.wall === true ? true : undefined,
  }),
  component: lazyRouteComponent(() => import('./queues-page.tsx'), 'QueuesPage'),
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
const dayIn = (value: unknown) =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value)) ? value : undefined
const quality = createRoute({
  getParentRoute: () => frame,
  path: '/quality',
  validateSearch: (search: Record<string, unknown>): QualitySearch => ({
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
  }),
  component: lazyRouteComponent(() => import('./quality-page.tsx'), 'QualityPage'),
})
const review = createRoute({
  getParentRoute: () => frame,
  path: '/quality/tickets/$ticketId',
  component: lazyRouteComponent(() => import('./review-page.tsx'), 'ReviewPage'),
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
const reports = createRoute({
  getParentRoute: () => frame,
  path: '/reports',
  validateSearch: (search: Record<string, unknown>): ReportsSearch => ({
    tab: oneOf(reportTabs, search.tab),
    days: presets.find((days) => days === search.days),
    from: dayIn(search.from),
    to: dayIn(search.to),
    queue: textOf(search.queue),
    channel: textOf(search.channel),
    serviceLine: textOf(search.serviceLine),
    split: oneOf(shareSplits, search.split),
    promisesBy: oneOf(promiseSplits, search.promisesBy),
  }),
  component: lazyRouteComponent(() => import('./reports-page.tsx'), 'ReportsPage'),
})

interface AuditSearch {
  tab?: (typeof auditTabs)[number] | undefined
  actor?: string | undefined
  subject?: string | undefined
  type?: string | undefined
  from?: string | undefined
  to?: string | undefined
}
const audit = createRoute({
  getParentRoute: () => frame,
  path: '/audit',
  validateSearch: (search: Record<string, unknown>): AuditSearch => ({
    tab: oneOf(auditTabs, search.tab),
    actor: textOf(search.actor),
    subject: textOf(search.subject),
    type: textOf(search.type),
    from: dayIn(search.from),
    to: dayIn(search.to),
  }),
  component: lazyRouteComponent(() => import('./audit-page.tsx'), 'AuditPage'),
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
const cases = createRoute({
  getParentRoute: () => frame,
  path: '/cases',
  validateSearch: (search: Record<string, unknown>): CasesSearch => ({
    owner: search.owner === 'me' ? 'me' : undefined,
    late: search.late === true ? true : undefined,
    reason: textOf(search.reason),
    severity: oneOf(severities, search.severity),
    stage: oneOf(caseStatuses, search.stage),
    case: textOf(search.case),
  }),
  component: lazyRouteComponent(() => import('./cases-page.tsx'), 'CasesPage'),
})

interface DeliveriesSearch {
  /** A subscription's id, `callbacks`, or `all`; without it a phone shows the list of them. */
  webhook?: string | undefined
  state?: DeliveryState | undefined
  ticket?: string | undefined
  /** The open delivery. */
  delivery?: string | undefined
}
const deliveries = createRoute({
  getParentRoute: () => frame,
  path: '/deliveries',
  validateSearch: (search: Record<string, unknown>): DeliveriesSearch => ({
    webhook: textOf(search.webhook),
    state: oneOf(deliveryStates, search.state),
    ticket: textOf(search.ticket),
    delivery: textOf(search.delivery),
  }),
  component: lazyRouteComponent(() => import('./deliveries-page.tsx'), 'DeliveriesPage'),
})
interface CustomersSearch {
  q?: string | undefined
  tier?: string | undefined
}
const customers = createRoute({
  getParentRoute: () => frame,
  id: 'customers',
  validateSearch: (search: Record<string, unknown>): CustomersSearch => ({
    q: textOf(search.q),
    tier: textOf(search.tier),
  }),
  component: lazyRouteComponent(() => import('./customers-page.tsx'), 'CustomersPage'),
})
const customerList = createRoute({
  getParentRoute: () => customers,
  path: '/customers',
  component: lazyRouteComponent(() => import('./customers-page.tsx'), 'NobodyOpen'),
})
const customer = createRoute({
  getParentRoute: () => customers,
  path: '/customers/$customerId',
  component: lazyRouteComponent(() => import('./customers-page.tsx'), 'CustomerPage'),
})

const workflow = createRoute({
  getParentRoute: () => frame,
  path: '/workflow',
  component: lazyRouteComponent(() => import('./workflow-page.tsx'), 'WorkflowPage'),
})

interface OutboxSearch {
  state?: MailState | undefined
  kind?: MailKind | undefined
  /** The open mail. */
  mail?: string | undefined
}
const outbox = createRoute({
  getParentRoute: () => frame,
  path: '/outbox',
  validateSearch: (search: Record<string, unknown>): OutboxSearch => ({
    state: oneOf(mailStates, search.state),
    kind: oneOf(mailKinds, search.kind),
    mail: textOf(search.mail),
  }),
  component: lazyRouteComponent(() => import('./outbox-page.tsx'), 'OutboxPage'),
})
const notifications = createRoute({
  getParentRoute: () => frame,
  path: '/notifications',
  component: lazyRouteComponent(() => import('./notifications-page.tsx'), 'NotificationsPage'),
})

/** The address book of the console; the open ticket, the view and the search all live in the address. */
export function createAppRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree: root.addChildren([
      signIn,
      signInLink,
      frame.addChildren([
        inbox.addChildren([inboxList, inboxTicket]),
        queues,
        customers.addChildren([customerList, customer]),
        cases,
        quality,
        review,
        reports,
        audit,
        workflow,
        deliveries,
        outbox,
        notifications,
      ]),
    ]),
    context: { queryClient },
    defaultPreload: false,
    defaultPendingMs: 100,
    scrollRestoration: false,
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>
  }
}
