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
import { meQuery } from '../live/me.ts'
import { FramePage } from './frame-page.tsx'
import { InboxPage, NothingOpen } from './inbox-page.tsx'
import { FailurePage, NotFoundPage } from './plain-pages.tsx'
import {
  auditSearch,
  casesSearch,
  customersSearch,
  deliveriesSearch,
  outboxSearch,
  partnersSearch,
  qualitySearch,
  queuesSearch,
  reportsSearch,
  textOf,
} from './search-params.ts'

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
  sort?: 'due' | 'newest' | undefined
}
const inbox = createRoute({
  getParentRoute: () => frame,
  id: 'inbox',
  validateSearch: (search: Record<string, unknown>): InboxSearch => ({
    view: textOf(search.view),
    queue: textOf(search.queue),
    q: textOf(search.q),
    sort: search.sort === 'newest' || search.sort === 'due' ? search.sort : undefined,
  }),
  component: InboxPage,
})
const inboxList = createRoute({ getParentRoute: () => inbox, path: '/', component: NothingOpen })
const inboxTicket = createRoute({
  getParentRoute: () => inbox,
  path: '/tickets/$ticketId',
  component: lazyRouteComponent(() => import('./ticket-page.tsx'), 'InboxTicketPage'),
})

const queues = createRoute({
  getParentRoute: () => frame,
  path: '/queues',
  validateSearch: queuesSearch,
  component: lazyRouteComponent(() => import('./queues-page.tsx'), 'QueuesPage'),
})

const quality = createRoute({
  getParentRoute: () => frame,
  path: '/quality',
  validateSearch: qualitySearch,
  component: lazyRouteComponent(() => import('./quality-page.tsx'), 'QualityPage'),
})
const review = createRoute({
  getParentRoute: () => frame,
  path: '/quality/tickets/$ticketId',
  component: lazyRouteComponent(() => import('./review-page.tsx'), 'ReviewPage'),
})

const reports = createRoute({
  getParentRoute: () => frame,
  path: '/reports',
  validateSearch: reportsSearch,
  component: lazyRouteComponent(() => import('./reports-page.tsx'), 'ReportsPage'),
})

const audit = createRoute({
  getParentRoute: () => frame,
  path: '/audit',
  validateSearch: auditSearch,
  component: lazyRouteComponent(() => import('./audit-page.tsx'), 'AuditPage'),
})

const cases = createRoute({
  getParentRoute: () => frame,
  path: '/cases',
  validateSearch: casesSearch,
  component: lazyRouteComponent(() => import('./cases-page.tsx'), 'CasesPage'),
})

const deliveries = createRoute({
  getParentRoute: () => frame,
  path: '/deliveries',
  validateSearch: deliveriesSearch,
  component: lazyRouteComponent(() => import('./deliveries-page.tsx'), 'DeliveriesPage'),
})
const customers = createRoute({
  getParentRoute: () => frame,
  id: 'customers',
  validateSearch: customersSearch,
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

const partners = createRoute({
  getParentRoute: () => frame,
  path: '/partners',
  validateSearch: partnersSearch,
  component: lazyRouteComponent(() => import('./partners-page.tsx'), 'PartnersPage'),
})

const workflow = createRoute({
  getParentRoute: () => frame,
  path: '/workflow',
  component: lazyRouteComponent(() => import('./workflow-page.tsx'), 'WorkflowPage'),
})

const outbox = createRoute({
  getParentRoute: () => frame,
  path: '/outbox',
  validateSearch: outboxSearch,
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
        partners,
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
